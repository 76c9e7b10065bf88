//! Groups, and what the tokens say of them (protocol.md 5.3 and 9.3).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, Refusal, claims, refusal};

fn role(name: &str) -> String {
    format!("arn:aws:iam::000000000000:role/{name}")
}

impl Demo<'_> {
    fn create_group(&self, name: &str, extra: &Value) -> Result<Value, Refusal> {
        let mut input = extra.clone();
        input["UserPoolId"] = self.pool_id.as_str().into();
        input["GroupName"] = name.into();
        self.cognito.call("CreateGroup", &input)
    }

    fn membership(&self, operation: &str, group: &str) -> Result<Value, Refusal> {
        let input = json!({ "UserPoolId": self.pool_id, "Username": "demo", "GroupName": group });
        self.cognito.call(operation, &input)
    }

    #[track_caller]
    fn join(&self, group: &str, extra: &Value) {
        self.create_group(group, extra).unwrap();
        assert_eq!(
            self.membership("AdminAddUserToGroup", group),
            Ok(Value::Null)
        );
    }

    fn groups_of_demo(&self) -> Vec<String> {
        let input = json!({ "UserPoolId": self.pool_id, "Username": "demo" });
        let answer = self.cognito.expect("AdminListGroupsForUser", &input);
        let groups = answer["Groups"].as_array().unwrap();
        let name = |group: &Value| group["GroupName"].as_str().unwrap().to_owned();
        groups.iter().map(name).collect()
    }
}

#[test]
fn a_group_is_created_shown_changed_and_deleted() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let extra = json!({ "Description": "Staff", "RoleArn": role("staff"), "Precedence": 3 });
    let created = demo.create_group("staff", &extra).unwrap()["Group"].clone();
    let expected = json!({
        "GroupName": "staff", "UserPoolId": demo.pool_id, "Description": "Staff",
        "RoleArn": role("staff"), "Precedence": 3,
        "CreationDate": 1_790_000_000.0, "LastModifiedDate": 1_790_000_000.0,
    });
    assert_eq!(created, expected);
    let named = json!({ "UserPoolId": demo.pool_id, "GroupName": "staff" });
    assert_eq!(cognito.expect("GetGroup", &named)["Group"], created);

    cognito.pass(5);
    let mut change = named.clone();
    change["Precedence"] = 1.into();
    let changed = cognito.expect("UpdateGroup", &change)["Group"].clone();
    assert_eq!(changed["Precedence"], 1);
    assert_eq!(changed["Description"], "Staff");
    assert_eq!(changed["LastModifiedDate"], 1_790_000_005.0);

    demo.membership("AdminAddUserToGroup", "staff").unwrap();
    assert_eq!(cognito.expect("DeleteGroup", &named), Value::Null);
    assert_eq!(demo.groups_of_demo(), [""; 0]);
    let gone = refusal("ResourceNotFound", "Group not found.");
    for operation in ["GetGroup", "UpdateGroup", "DeleteGroup"] {
        assert_eq!(
            cognito.call(operation, &named),
            Err(gone.clone()),
            "{operation}"
        );
    }
    assert_eq!(demo.membership("AdminAddUserToGroup", "staff"), Err(gone));
    // A new group of the same name starts without members.
    demo.create_group("staff", &json!({})).unwrap();
    assert_eq!(demo.groups_of_demo(), [""; 0]);
}

#[test]
fn a_name_is_taken_once_a_pool() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    demo.create_group("staff", &json!({})).unwrap();
    let taken = refusal("GroupExists", "A group with the name already exists.");
    assert_eq!(demo.create_group("staff", &json!({})), Err(taken));
    demo.create_group("Staff", &json!({})).unwrap();
    cognito.demo().create_group("staff", &json!({})).unwrap();
}

#[test]
fn groups_are_listed_in_pages() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    for name in ["a", "b/c", "d"] {
        demo.join(name, &json!({}));
    }
    for (operation, mut input) in [
        (
            "ListGroups",
            json!({ "UserPoolId": demo.pool_id, "Limit": 2 }),
        ),
        (
            "AdminListGroupsForUser",
            json!({ "UserPoolId": demo.pool_id, "Username": "demo", "Limit": 2 }),
        ),
    ] {
        let first = cognito.expect(operation, &input);
        assert_eq!(first["Groups"].as_array().unwrap().len(), 2, "{operation}");
        assert_eq!(first["Groups"][1]["GroupName"], "b/c");
        input["NextToken"] = first["NextToken"].clone();
        let second = cognito.expect(operation, &input);
        assert_eq!(second["Groups"][0]["GroupName"], "d", "{operation}");
        assert_eq!(second.get("NextToken"), None);
    }
}

#[test]
fn joining_and_leaving_twice_is_no_error_and_strangers_do_neither() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    demo.join("staff", &json!({}));
    demo.membership("AdminAddUserToGroup", "staff").unwrap();
    assert_eq!(demo.groups_of_demo(), ["staff"]);
    for _ in 0..2 {
        let answer = demo.membership("AdminRemoveUserFromGroup", "staff");
        assert_eq!(answer, Ok(Value::Null));
    }
    assert_eq!(demo.groups_of_demo(), [""; 0]);
    let input = json!({ "UserPoolId": demo.pool_id, "Username": "nobody", "GroupName": "staff" });
    let unknown = refusal("UserNotFound", "User does not exist.");
    for operation in ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"] {
        assert_eq!(cognito.call(operation, &input), Err(unknown.clone()));
    }
}

#[test]
fn without_a_group_no_claim_speaks_of_groups() {
    let cognito = Cognito::new();
    let tokens = cognito.demo().tokens();
    for token in [&tokens["AccessToken"], &tokens["IdToken"]] {
        let claims = claims(token);
        let names = claims.as_object().unwrap().keys();
        let about_groups =
            |name: &&String| name.starts_with("cognito:") && *name != "cognito:username";
        assert_eq!(names.filter(about_groups).count(), 0, "{claims}");
    }
}

#[test]
fn both_tokens_name_the_groups_and_the_id_token_their_roles() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    demo.join("all", &json!({}));
    demo.join(
        "readers",
        &json!({ "RoleArn": role("reader"), "Precedence": 9 }),
    );
    demo.join(
        "owners",
        &json!({ "RoleArn": role("owner"), "Precedence": 0 }),
    );
    demo.join("friends", &json!({ "RoleArn": role("reader") }));
    let tokens = demo.tokens();
    let (access, id) = (claims(&tokens["AccessToken"]), claims(&tokens["IdToken"]));
    let groups = json!(["owners", "readers", "all", "friends"]);
    assert_eq!(
        (&access["cognito:groups"], &id["cognito:groups"]),
        (&groups, &groups)
    );
    assert_eq!(id["cognito:roles"], json!([role("owner"), role("reader")]));
    assert_eq!(id["cognito:preferred_role"], role("owner"));
    assert_eq!(access.get("cognito:roles"), None);
    assert_eq!(access.get("cognito:preferred_role"), None);
}

#[test]
fn groups_of_the_same_precedence_must_agree_on_the_role() {
    for precedence in [json!({ "Precedence": 1 }), json!({})] {
        let cognito = Cognito::new();
        let demo = cognito.demo();
        let preferred = || {
            let id = claims(&demo.tokens()["IdToken"]);
            id.get("cognito:preferred_role").cloned()
        };
        let with_role = |name: &str| {
            let mut extra = precedence.clone();
            extra["RoleArn"] = role(name).into();
            extra
        };
        demo.join("a", &with_role("same"));
        demo.join("b", &with_role("same"));
        assert_eq!(preferred(), Some(role("same").into()));
        demo.join("c", &with_role("other"));
        assert_eq!(preferred(), None, "{precedence}");
        demo.join("d", &json!({ "Precedence": 0, "RoleArn": role("best") }));
        assert_eq!(preferred(), Some(role("best").into()));
    }
}

#[test]
fn a_refresh_reads_groups_and_attributes_anew() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    demo.join("old", &json!({}));
    let first = demo.tokens();
    demo.membership("AdminRemoveUserFromGroup", "old").unwrap();
    demo.join("new", &json!({}));
    let refreshed = demo.refresh(&first["RefreshToken"]).unwrap();
    let tokens = &refreshed["AuthenticationResult"];
    for token in [&tokens["AccessToken"], &tokens["IdToken"]] {
        assert_eq!(claims(token)["cognito:groups"], json!(["new"]));
    }
}
