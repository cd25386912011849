//! Changing parameters of a profile by name, before it is read and checked as a whole.

use serde_json::{Map, Value};

/// Where a name of a profile stands, if it has it.
pub(super) fn place<'a>(value: &'a mut Value, path: &[&str]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, name| value.get_mut(name))
}

/// Puts what is changed in the place of what was there. A table with a `kind` is another whole; any other is changed name by
/// name.
pub(super) fn merge(value: &mut Value, change: &toml::Table) {
    for (name, change) in change {
        let Some(object) = value.as_object_mut() else { return };
        match (object.get_mut(name), change) {
            (Some(known @ Value::Object(_)), toml::Value::Table(table)) if !replaces(known, table) => {
                merge(known, table);
            }
            _ => {
                object.insert(name.clone(), json(change));
            }
        }
    }
}

fn replaces(known: &Value, change: &toml::Table) -> bool {
    let kind = change.get("kind").and_then(toml::Value::as_str);
    kind.is_some() && known.get("kind").and_then(Value::as_str) != kind
}

fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text.as_str()),
        toml::Value::Integer(number) => Value::from(*number),
        toml::Value::Boolean(flag) => Value::from(*flag),
        // No parameter is one of these; the profile refuses it by its name.
        toml::Value::Float(_) | toml::Value::Datetime(_) => Value::Null,
        toml::Value::Array(list) => list.iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(
            table.iter().map(|(name, value)| (name.clone(), json(value))).collect::<Map<_, _>>(),
        ),
    }
}
