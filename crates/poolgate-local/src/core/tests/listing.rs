//! `ListUsers` and `ListUsersInGroup`: filters, pages, tokens (protocol.md 9.4).

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Refusal, refusal};

struct Directory {
    cognito: Cognito,
    pool_id: String,
}

impl Directory {
    fn new() -> Self {
        let cognito = Cognito::new();
        let pool_id = cognito.pool(&json!({
            "Schema": [{ "Name": "team", "AttributeDataType": "String" }],
        }));
        Self { cognito, pool_id }
    }

    fn add(&self, username: &str, attributes: &[(&str, &str)]) {
        let attributes: Vec<Value> = attributes
            .iter()
            .map(|(name, value)| json!({ "Name": name, "Value": value }))
            .collect();
        self.on(
            "AdminCreateUser",
            username,
            &json!({
                "UserAttributes": attributes, "MessageAction": "SUPPRESS",
            }),
        );
    }

    fn on(&self, operation: &str, username: &str, more: &Value) -> Value {
        let mut input = more.clone();
        input["UserPoolId"] = self.pool_id.as_str().into();
        input["Username"] = username.into();
        self.cognito.expect(operation, &input)
    }

    fn list(&self, input: &Value) -> Result<Value, Refusal> {
        let mut input = input.clone();
        input["UserPoolId"] = self.pool_id.as_str().into();
        self.cognito.call("ListUsers", &input)
    }

    #[track_caller]
    fn found(&self, filter: &str) -> Vec<String> {
        names(&self.list(&json!({ "Filter": filter })).unwrap())
    }
}

fn names(page: &Value) -> Vec<String> {
    let users = page["Users"].as_array().unwrap();
    let name = |user: &Value| user["Username"].as_str().unwrap().to_owned();
    users.iter().map(name).collect()
}

fn invalid(message: &str) -> Refusal {
    refusal("InvalidParameter", message)
}

#[test]
fn users_are_found_by_what_the_filter_names() {
    let directory = Directory::new();
    directory.add(
        "anna",
        &[("email", "anna@example.com"), ("given_name", "Anna")],
    );
    directory.add(
        "anne",
        &[
            ("email", "anne@example.com"),
            ("phone_number", "+12065551234"),
        ],
    );
    directory.add("bert", &[("family_name", "An \"x\"")]);
    directory.on("AdminDisableUser", "bert", &json!({}));
    let password = json!({ "Password": "Correct-Horse-1", "Permanent": true });
    directory.on("AdminSetUserPassword", "anne", &password);
    for (filter, expected) in [
        (r#"username = "anna""#, &["anna"][..]),
        (r#"username ^= "ann""#, &["anna", "anne"]),
        (r#"username = "ANNA""#, &[]),
        (r#"username = "ann""#, &[]),
        (r#"email = "anne@example.com""#, &["anne"]),
        (r#"email ^= "an""#, &["anna", "anne"]),
        (r#"phone_number ^= "+1206""#, &["anne"]),
        (r#"given_name = "Anna""#, &["anna"]),
        (r#"family_name = "An \"x\"""#, &["bert"]),
        (r#"status = "Disabled""#, &["bert"]),
        (r#"status = "disabled""#, &[]),
        (r#"cognito:user_status = "confirmed""#, &["anne"]),
        (r#"cognito:user_status ^= "FORCE""#, &["anna", "bert"]),
    ] {
        let found: BTreeSet<String> = directory.found(filter).into_iter().collect();
        let expected = expected.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "{filter}");
    }
    let sub = directory
        .list(&json!({ "Filter": "username = \"anna\"" }))
        .unwrap();
    let sub = sub["Users"][0]["Attributes"].as_array().unwrap().iter();
    let sub = sub.clone().find(|a| a["Name"] == "sub").unwrap()["Value"].clone();
    let sub = sub.as_str().unwrap();
    assert_eq!(directory.found(&format!("sub=\"{sub}\"")), ["anna"]);
    assert_eq!(
        directory.found(&format!("sub ^= \"{}\"", &sub[..20])),
        ["anna"]
    );
    assert!(
        directory
            .found(&format!("sub = \"{}\"", &sub[..20]))
            .is_empty()
    );
}

#[test]
fn a_list_shows_the_attributes_that_were_asked_for() {
    let directory = Directory::new();
    directory.add(
        "anna",
        &[("email", "anna@example.com"), ("custom:team", "red")],
    );
    let list = |names: Value| directory.list(&json!({ "AttributesToGet": names }));
    let page = list(json!(["custom:team"])).unwrap();
    let team = json!([{ "Name": "custom:team", "Value": "red" }]);
    assert_eq!(page["Users"][0]["Attributes"], team);
    assert_eq!(page["Users"][0]["UserStatus"], "FORCE_CHANGE_PASSWORD");
    let unknown = invalid("One or more requested attributes do not exist.");
    assert_eq!(list(json!(["shoe_size"])), Err(unknown));
}

#[test]
fn filters_that_mean_nothing_are_refused_in_the_services_words() {
    let directory = Directory::new();
    let list = |filter: &str| directory.list(&json!({ "Filter": filter }));
    assert_eq!(list("email"), Err(invalid("Error while parsing filter")));
    let attribute = invalid("Invalid search attribute: custom:team");
    assert_eq!(list("custom:team = \"red\""), Err(attribute));
}

#[test]
fn a_token_is_good_for_one_list_and_one_hour() {
    let directory = Directory::new();
    for name in ["anna", "anne"] {
        directory.add(name, &[("name", "An")]);
    }
    let first = directory.list(&json!({ "Limit": 1 })).unwrap();
    let token = first["PaginationToken"].clone();
    let next = json!({ "Limit": 1, "PaginationToken": token });
    assert_eq!(
        directory.list(&next).unwrap()["Users"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let refused = Err(invalid("Invalid pagination token"));
    let filtered = json!({ "Filter": "name = \"An\"", "PaginationToken": token });
    assert_eq!(directory.list(&filtered), refused);
    let other = directory.cognito.pool(&json!({}));
    let elsewhere = json!({ "UserPoolId": other, "PaginationToken": token });
    assert_eq!(directory.cognito.call("ListUsers", &elsewhere), refused);
    let groups = json!({ "UserPoolId": directory.pool_id, "NextToken": token });
    assert_eq!(directory.cognito.call("ListGroups", &groups), refused);

    directory.cognito.pass(3600);
    assert_eq!(directory.list(&next), refused);
}

#[test]
fn a_groups_users_are_listed_in_pages() {
    let directory = Directory::new();
    let pool_id = directory.pool_id.as_str();
    for group in ["staff", "staff/night"] {
        let input = json!({ "UserPoolId": pool_id, "GroupName": group });
        directory.cognito.expect("CreateGroup", &input);
    }
    for name in ["anna", "bert", "carl"] {
        directory.add(name, &[]);
        directory.on(
            "AdminAddUserToGroup",
            name,
            &json!({ "GroupName": "staff" }),
        );
    }
    let night = json!({ "GroupName": "staff/night" });
    directory.on("AdminAddUserToGroup", "anna", &night);
    let mut input = json!({ "UserPoolId": pool_id, "GroupName": "staff", "Limit": 2 });
    let first = directory.cognito.expect("ListUsersInGroup", &input);
    input["NextToken"] = first["NextToken"].clone();
    directory.on(
        "AdminRemoveUserFromGroup",
        &names(&first)[0],
        &json!({ "GroupName": "staff" }),
    );
    let second = directory.cognito.expect("ListUsersInGroup", &input);
    assert_eq!(second.get("NextToken"), None);
    let listed = [names(&first), names(&second)].concat();
    assert_eq!(listed.len(), 3);
    assert_eq!(BTreeSet::from_iter(listed).len(), 3);

    let unknown = json!({ "UserPoolId": pool_id, "GroupName": "nobody" });
    let refused = refusal("ResourceNotFound", "Group not found.");
    let answer = directory.cognito.call("ListUsersInGroup", &unknown);
    assert_eq!(answer, Err(refused));
}

/// What happens between two pages.
#[derive(Clone, Debug)]
enum Event {
    Comes(u8),
    Goes(u8),
}

fn events() -> impl Strategy<Value = Vec<Vec<Event>>> {
    let event = prop_oneof![
        any::<u8>().prop_map(Event::Comes),
        any::<u8>().prop_map(Event::Goes),
    ];
    prop::collection::vec(prop::collection::vec(event, 0..3), 0..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_matching_user_who_stays_is_listed_once(
        staying in prop::collection::btree_set("[abc]{1,4}", 0..20),
        prefix in "[abc]{0,2}",
        attribute in prop::sample::select(vec!["username", "name"]),
        limit in 1_usize..8,
        events in events(),
    ) {
        let directory = Directory::new();
        for name in &staying {
            directory.add(name, &[("name", name)]);
        }
        let mut input = json!({ "Limit": limit, "Filter": format!("{attribute} ^= \"{prefix}\"") });
        let mut events = events.into_iter();
        let mut passing = BTreeSet::new();
        let mut listed = Vec::new();
        loop {
            let page = directory.list(&input).unwrap();
            prop_assert!(names(&page).len() <= limit);
            listed.extend(names(&page).into_iter().filter(|name| staying.contains(name)));
            let Some(token) = page.get("PaginationToken") else { break };
            input["PaginationToken"] = token.clone();
            for event in events.next().unwrap_or_default() {
                match event {
                    Event::Comes(number) => {
                        let name = format!("{prefix}-{number}");
                        if passing.insert(name.clone()) {
                            directory.add(&name, &[("name", &name)]);
                        }
                    }
                    Event::Goes(number) => {
                        let name = format!("{prefix}-{number}");
                        if passing.remove(&name) {
                            directory.on("AdminDeleteUser", &name, &json!({}));
                        }
                    }
                }
            }
        }
        let expected: Vec<&String> =
            staying.iter().filter(|name| name.starts_with(&prefix)).collect();
        listed.sort();
        prop_assert_eq!(listed.iter().collect::<Vec<_>>(), expected);
    }
}
