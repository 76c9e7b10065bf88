//! `cargo xtask model-facts <botocore's data folder>`: reduces the public service models to the
//! facts that the local server checks its input by (`crates/poolgate-local/data/`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use crate::Outcome;

use self::model::{Model, Operation, Shape};

mod model;
mod wire_order;

/// The services that the local server answers for, and their API versions.
const SERVICES: [(&str, &str); 3] = [
    ("cognito-idp", "2016-04-18"),
    ("cognito-identity", "2014-06-30"),
    ("sts", "2011-06-15"),
];

/// Where the facts are checked in.
const DESTINATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/poolgate-local/data");

/// Reads the models below botocore's data folder and writes one file of facts a service.
pub(crate) fn run(arguments: &[String]) -> Outcome<bool> {
    let [botocore_data] = arguments else {
        return Err("model-facts needs the path of botocore's data folder".into());
    };
    for (service, version) in SERVICES {
        let model = read_model(&Path::new(botocore_data).join(service).join(version))?;
        let destination = Path::new(DESTINATION).join(format!("{service}.json"));
        fs::write(&destination, facts(&model)?)?;
        println!("wrote {}", destination.display());
    }
    Ok(true)
}

/// botocore's wheels hold the models compressed, its repository holds them plain.
fn read_model(folder: &Path) -> Outcome<Model> {
    let plain = folder.join("service-2.json");
    let mut text = String::new();
    if plain.exists() {
        File::open(plain)?.read_to_string(&mut text)?;
    } else {
        GzDecoder::new(File::open(folder.join("service-2.json.gz"))?).read_to_string(&mut text)?;
    }
    Ok(serde_json::from_str(&text)?)
}

/// One line an operation and a shape, sorted by name, so that a new model shows as a small diff.
fn facts(model: &Model) -> Outcome<String> {
    let operations = model
        .operations
        .iter()
        .map(|(name, it)| (name, operation_facts(it)));
    let shapes = shapes_of_inputs(model)?
        .into_iter()
        .map(|(name, it)| (name, shape_facts(it)));
    Ok(format!(
        "{{\n\"operations\": {{\n{}\n}},\n\"shapes\": {{\n{}\n}}\n}}\n",
        lines(operations)?,
        lines(shapes)?,
    ))
}

fn lines<'a>(entries: impl Iterator<Item = (&'a String, Value)>) -> Outcome<String> {
    let mut text = String::new();
    for (name, value) in entries {
        let separator = if text.is_empty() { "" } else { ",\n" };
        write!(text, "{separator}{}: {value}", json!(name))?;
    }
    Ok(text)
}

/// Outputs and errors are left out: the server makes those itself.
fn shapes_of_inputs(model: &Model) -> Outcome<BTreeMap<&String, &Shape>> {
    let mut pending: Vec<&str> = model
        .operations
        .values()
        .filter_map(|it| Some(it.input.as_ref()?.shape.as_str()))
        .collect();
    let mut reached = BTreeMap::new();
    while let Some(name) = pending.pop() {
        let (name, shape) = model
            .shapes
            .get_key_value(name)
            .ok_or_else(|| format!("no shape {name}"))?;
        if reached.insert(name, shape).is_none() {
            pending.extend(shape.references());
        }
    }
    Ok(reached)
}

fn operation_facts(operation: &Operation) -> Value {
    let mut facts = serde_json::Map::new();
    if let Some(input) = &operation.input {
        facts.insert("input".into(), json!(input.shape));
    }
    if operation.auth_type.as_deref() == Some("none") {
        facts.insert("unsigned".into(), json!(true));
    }
    Value::Object(facts)
}

/// What is absent is the default: not sensitive, no bounds, no required members.
fn shape_facts(shape: &Shape) -> Value {
    let members: Vec<_> = shape
        .members
        .0
        .iter()
        .map(|(name, it)| json!([name, it.shape]))
        .collect();
    let element = shape.member.as_ref().or(shape.value.as_ref());
    let all = json!({
        "type": shape.kind,
        "sensitive": shape.sensitive,
        "min": shape.min,
        "max": shape.max,
        "pattern": shape.pattern,
        "enum": wire_order::of(&shape.values),
        "members": members,
        "required": shape.required,
        "key": shape.key.as_ref().map(|it| &it.shape),
        "element": element.map(|it| &it.shape),
    });
    let Value::Object(all) = all else { return all };
    all.into_iter()
        .filter(|(_, value)| !is_default(value))
        .collect()
}

fn is_default(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}
