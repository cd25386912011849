//! Every row of docs/must-refuse.md names a test that there is.

use std::fs;
use std::path::Path;

#[test]
fn every_row_has_its_test() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let document = fs::read_to_string(here.join("../docs/must-refuse.md")).unwrap();
    let rows: Vec<Vec<&str>> = document
        .lines()
        .filter(|line| line.starts_with("| ") && line.ends_with("` |"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert!(rows.len() >= 26, "{} rows", rows.len());
    for row in rows {
        let [_, what, file, test, _] = row[..] else { panic!("{row:?}") };
        let source = fs::read_to_string(here.join("src").join(file.trim_matches('`'))).unwrap();
        let name = format!("#[test]\nfn {}()", test.trim_matches('`'));
        let flat = source.replace("\n    fn", "\nfn");
        assert!(flat.contains(&name), "{what}: no test {test} in {file}");
    }
}
