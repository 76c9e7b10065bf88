//! `cargo xtask operations`: the table of operations, docs/operations.md.
//!
//! Nothing in it is claimed by hand: the service models name the operations, the library's and the
//! server's sources say who has them, and the interop tests have written down what boto3 was
//! answered.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::workspace::Workspace;
use crate::{Outcome, interop};

/// A service: its file of facts, its heading, and its module on the server.
const SERVICES: [(&str, &str, &str); 3] = [
    ("cognito-idp", "User pools", "user_pools"),
    ("cognito-identity", "Identity pools", "identity_pools"),
    ("sts", "STS", "sts"),
];

/// What boto3 was answered, as interop/harness/answers.py writes it: by service and operation.
type Answers = BTreeMap<String, BTreeMap<String, Answered>>;

#[derive(Default, Deserialize)]
struct Answered {
    /// How many tests saw it succeed.
    successes: usize,
    /// The codes of its refusals.
    errors: BTreeSet<String>,
}

/// Where the interop tests write down what boto3 was answered, if all of them are run.
pub(crate) fn answers_file(workspace: &Workspace) -> PathBuf {
    workspace.target().join("interop").join("answers.json")
}

/// Runs boto3's tests and writes the table; `--check` compares it with the last run of all tests.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Outcome<bool> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let path = workspace.root().join("docs/operations.md");
    match words.as_slice() {
        [] => {
            if !interop::pytest(workspace, &[])?.status()?.success() {
                return Err("the tests fail, so that there is no table".into());
            }
            fs::create_dir_all(workspace.root().join("docs"))?;
            fs::write(path, table(workspace)?)?;
            Ok(true)
        }
        ["--check"] => {
            let is_true = fs::read_to_string(&path).unwrap_or_default() == table(workspace)?;
            if !is_true {
                println!("docs/operations.md is not true any more: run `cargo xtask operations`");
            }
            Ok(is_true)
        }
        _ => Err(format!("operations does not take {}", words.join(" ")).into()),
    }
}

fn table(workspace: &Workspace) -> Outcome<String> {
    let answers = answers_file(workspace);
    let answers = fs::read(&answers).map_err(|error| format!("{}: {error}", answers.display()))?;
    let answers: Answers = serde_json::from_slice(&answers)?;
    let library = sources(&workspace.root().join("crates/poolgate/src"))?;
    let mut text = String::from(HEAD);
    for (service, heading, module) in SERVICES {
        let operations = model(workspace, service)?;
        let server = server(workspace, module)?;
        let answers = answers.get(service);
        let known = |name: &String| service != "sts" || server.contains(&snake_case(name));
        let rows: Vec<_> = operations.iter().filter(|name| known(name)).collect();
        write!(
            text,
            "\n## {heading}\n\n| operation | library | server | boto3 |\n|---|---|---|---|\n"
        )?;
        let mut counts = [0; 3];
        for name in &rows {
            let snake = snake_case(name);
            let in_library = library.contains(&format!(".{snake}()"));
            let on_server = server.contains(&snake);
            let answered = answers.and_then(|answers| answers.get(*name));
            let met = answered.is_some_and(|answered| on_server && answered.successes > 0);
            for (count, holds) in counts.iter_mut().zip([in_library, on_server, met]) {
                *count += usize::from(holds);
            }
            let seen = if met { shown(answered) } else { String::new() };
            writeln!(
                text,
                "| {name} | {} | {} | {seen} |",
                tick(in_library),
                tick(on_server)
            )?;
        }
        let [in_library, on_server, met] = counts;
        let all = rows.len();
        writeln!(
            text,
            "| **of {all}** | **{in_library}** | **{on_server}** | **{met}** |"
        )?;
    }
    Ok(text)
}

const HEAD: &str = "\
# Operations

Each operation of the services, who has it, and what boto3 was answered by the embedded Cognito in
the tests: ✓ for success, and the codes of the refusals that it met. Written by
`cargo xtask operations`; `cargo xtask test` finds out if it is not true any more.

*library*: there is a method for it; every other operation is at hand through the SDK's client.
*server*: the embedded Cognito answers it; everything else is an `UnknownOperationException`.
";

fn shown(answered: Option<&Answered>) -> String {
    let errors = answered
        .map(|answered| &answered.errors)
        .into_iter()
        .flatten();
    let errors: Vec<&str> = errors
        .map(|code| code.trim_end_matches("Exception"))
        .collect();
    if errors.is_empty() {
        "✓".to_owned()
    } else {
        format!("✓ {}", errors.join(", "))
    }
}

fn tick(holds: bool) -> &'static str {
    if holds { "✓" } else { "" }
}

/// The service's operations, by its public model.
fn model(workspace: &Workspace, service: &str) -> Outcome<Vec<String>> {
    #[derive(Deserialize)]
    struct Facts {
        operations: BTreeMap<String, serde_json::Value>,
    }
    let path = format!("crates/poolgate-local/data/{service}.json");
    let facts: Facts = serde_json::from_slice(&fs::read(workspace.root().join(path))?)?;
    Ok(facts.operations.into_keys().collect())
}

/// The operations that the server answers, by the names of their modules.
fn server(workspace: &Workspace, module: &str) -> Outcome<BTreeSet<String>> {
    let operations = workspace
        .root()
        .join("crates/poolgate-local/src/operations");
    let text = fs::read_to_string(operations.join(format!("{module}.rs")))?;
    let modules = text.lines().filter_map(|line| line.strip_prefix("mod "));
    Ok(modules
        .map(|name| name.trim_end_matches(';').to_owned())
        .collect())
}

/// All sources below a directory, one after the other and without blanks, so that a call that is
/// broken over lines is found.
fn sources(directory: &Path) -> Outcome<String> {
    let mut text = String::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            text.push_str(&sources(&path)?);
        } else {
            text.extend(fs::read_to_string(path)?.split_whitespace());
        }
    }
    Ok(text)
}

/// `AdminGetUser` as modules and methods are named: `admin_get_user`, and `..._mfa_...`.
fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (index, &letter) in letters.iter().enumerate() {
        let after_small = index > 0 && letters[index - 1].is_ascii_lowercase();
        let before_small = letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        let after_any = index > 0;
        if letter.is_ascii_uppercase() && (after_small || after_any && before_small) {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_modules() {
        for (name, expected) in [
            ("SignUp", "sign_up"),
            ("SetUserMFAPreference", "set_user_mfa_preference"),
            ("GetCSVHeader", "get_csv_header"),
            ("AssumeRoleWithSAML", "assume_role_with_saml"),
            ("SetUICustomization", "set_ui_customization"),
        ] {
            assert_eq!(snake_case(name), expected);
        }
    }
}
