//! The columns of a file that users are imported from.

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{refusal, text};

#[test]
fn the_columns_are_the_attributes_of_the_pool() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({
        "Schema": [
            { "Name": "plan", "AttributeDataType": "String" },
            { "Name": "key", "AttributeDataType": "String", "DeveloperOnlyAttribute": true },
        ],
    }));
    let answer = cognito.expect("GetCSVHeader", &json!({ "UserPoolId": pool_id }));
    assert_eq!(answer["UserPoolId"], pool_id);
    let columns: Vec<String> = answer["CSVHeader"]
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect();
    assert_eq!(columns.first().map(String::as_str), Some("name"));
    let last = columns.iter().rev().take(4).rev().collect::<Vec<_>>();
    assert_eq!(
        last,
        [
            "updated_at",
            "custom:plan",
            "cognito:mfa_enabled",
            "cognito:username"
        ]
    );
    assert!(
        !columns
            .iter()
            .any(|column| column == "sub" || column.starts_with("dev:"))
    );
}

#[test]
fn an_unknown_pool_has_no_columns() {
    let id = json!({ "UserPoolId": "us-east-1_nobody" });
    let refused: Result<Value, _> = Cognito::new().call("GetCSVHeader", &id);
    let message = "User pool us-east-1_nobody does not exist.";
    assert_eq!(refused, Err(refusal("ResourceNotFound", message)));
}
