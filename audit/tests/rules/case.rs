//! One case of `tests/vectors/rules/README.md`, run through the rules of this crate.

use audit::rules::{
    Ballots, DecideError, Doubt, Next, Press, Profile, Recast, RollNumbers, Row, could_change, counted_press,
    decide, may_open, profile_of_next,
};
use audit::wire::{Int, decode_strict, encode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

fn field<T: DeserializeOwned>(case: &Value, name: &str) -> T {
    serde_json::from_value(case[name].clone())
        .unwrap_or_else(|error| panic!("{}: {name}: {error}", case["name"]))
}

/// A profile as strictly as the log reads it, but for the order of fields, which a [`Value`] does not keep.
fn profile(case: &Value) -> Result<Profile, Value> {
    let form = json!({"error": {"kind": "form"}});
    let profile: Profile = serde_json::from_value(case["profile"].clone()).map_err(|_| form.clone())?;
    assert_eq!(decode_strict(&encode(&profile)).as_ref(), Ok(&profile));
    // A field beside a kind that has none is read over, and seen here.
    if serde_json::to_value(&profile).unwrap() == case["profile"] { Ok(profile) } else { Err(form) }
}

fn error(error: &DecideError) -> Value {
    match error {
        DecideError::Profile(error) => profile_error(error),
        DecideError::Columns { item, .. } | DecideError::Sum { item, .. } => {
            json!({"error": {"kind": "numbers", "what": error.what(), "item": item}})
        }
        DecideError::Ranks { column, .. } => {
            json!({"error": {"kind": "numbers", "what": error.what(), "column": column}})
        }
        _ => json!({"error": {"kind": "numbers", "what": error.what()}}),
    }
}

fn profile_error(error: &audit::rules::ProfileError) -> Value {
    assert!(!error.why.is_empty() && !error.why_zh.is_empty());
    json!({"error": {"kind": "profile", "parameter": error.parameter.name()}})
}

/// What this crate says of a case, in the format of the vectors.
pub(crate) fn run(case: &Value) -> Value {
    run_checked(case).unwrap_or_else(|refused| refused)
}

fn run_checked(case: &Value) -> Result<Value, Value> {
    let kind = case["kind"].as_str().unwrap();
    if kind == "press" {
        return Ok(press(case));
    }
    let profile = profile(case)?;
    match kind {
        "profile" => {
            match case.get("items") {
                Some(items) => profile.validate_for(items.as_u64().unwrap()),
                None => profile.validate(),
            }
            .map_err(|error| profile_error(&error))?;
            Ok(json!({"sound": true}))
        }
        "may_open" => {
            profile.validate().map_err(|error| profile_error(&error))?;
            Ok(match may_open(&profile, &field(case, "roll")) {
                Ok(()) => json!({"may_open": true}),
                Err(error) => json!({
                    "may_open": false, "reason": error.reason, "bound": error.needed, "actual": error.present,
                }),
            })
        }
        "derive" => {
            let next: Next = field(case, "next");
            let derived = profile_of_next(&profile, &next, case["round"].as_u64().unwrap()).unwrap();
            assert_eq!(derived.validate(), Ok(()), "{}", case["name"]);
            Ok(json!({"profile": derived}))
        }
        "decide" | "change" => {
            let roll: RollNumbers = field(case, "roll");
            let (ballots, rows): (Ballots, Vec<Row>) = (field(case, "ballots"), field(case, "rows"));
            if kind == "decide" {
                let decision = decide(&profile, &roll, &ballots, &rows).map_err(|refused| error(&refused))?;
                assert_eq!(decode_strict(&encode(&decision)).as_ref(), Ok(&decision));
                return Ok(json!({"decision": decision}));
            }
            let number = |name: &str| case[name].as_u64().unwrap();
            let doubt = Doubt { added: number("missing"), removed: number("extra") };
            let changes =
                could_change(&profile, &roll, &ballots, &rows, doubt).map_err(|refused| error(&refused))?;
            Ok(json!({"could_change": changes}))
        }
        other => panic!("a case of kind {other}"),
    }
}

fn press(case: &Value) -> Value {
    let recast: Recast = field(case, "recast");
    let presses: Vec<Press<&Value>> = case["presses"]
        .as_array()
        .unwrap()
        .iter()
        .map(|press| Press { time: field(press, "t"), choice: &press["choice"] })
        .collect();
    let close: Int = field(case, "close");
    let counts: Vec<&Value> =
        counted_press(recast, &presses, close).map(|press| press.choice).into_iter().collect();
    json!({"counts": counts})
}

/// A typed reader need not name the field of a profile that is not of the form.
pub(crate) fn comparable(mut result: Value) -> Value {
    if let Some(error) = result.get_mut("error").filter(|error| error["kind"] == "form") {
        error.as_object_mut().unwrap().remove("parameter");
    }
    result
}
