//! Users by an administrator: names, attributes, passwords (protocol.md 9.1 and 9.2).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{PASSWORD, Refusal, refusal};

fn create(cognito: &Cognito, pool: &str, username: &str, attributes: &Value) -> Value {
    let input = json!({ "UserPoolId": pool, "Username": username, "UserAttributes": attributes });
    cognito.expect("AdminCreateUser", &input)["User"].clone()
}

fn attribute(user: &Value, list: &str, name: &str) -> Option<Value> {
    let attributes = user[list].as_array().unwrap();
    attributes
        .iter()
        .find(|known| known["Name"] == name)
        .map(|known| known["Value"].clone())
}

#[test]
fn an_administrator_creates_and_finds_a_user() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({}));
    let email = json!([{ "Name": "email", "Value": "a@example.com" }]);
    let user = create(&cognito, &pool, "anna", &email);
    assert_eq!(user["UserStatus"], "FORCE_CHANGE_PASSWORD");
    assert_eq!(user["Enabled"], true);
    // An administrator's user has no flag that nobody set (protocol.md 9.1).
    assert_eq!(attribute(&user, "Attributes", "email_verified"), None);
    let sub = attribute(&user, "Attributes", "sub").unwrap();
    for name in ["anna", sub.as_str().unwrap()] {
        let input = json!({ "UserPoolId": pool, "Username": name });
        let found = cognito.expect("AdminGetUser", &input);
        assert_eq!(found["Username"], "anna");
        assert_eq!(
            attribute(&found, "UserAttributes", "email").unwrap(),
            "a@example.com"
        );
        assert_eq!(found.get("UserMFASettingList"), None);
    }
}

#[test]
fn a_pool_that_signs_in_by_email_gives_uuids_for_usernames() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({
        "UsernameAttributes": ["email"], "UsernameConfiguration": { "CaseSensitive": false },
    }));
    let user = create(&cognito, &pool, "Anna@Example.com", &json!([]));
    let sub = attribute(&user, "Attributes", "sub").unwrap();
    assert_eq!(user["Username"], sub);
    assert_eq!(
        attribute(&user, "Attributes", "email").unwrap(),
        "Anna@Example.com"
    );
    for name in ["ANNA@EXAMPLE.COM", sub.as_str().unwrap()] {
        let input = json!({ "UserPoolId": pool, "Username": name });
        assert_eq!(cognito.expect("AdminGetUser", &input)["Username"], sub);
    }
}

#[test]
fn a_case_sensitive_pool_tells_names_apart() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({ "UsernameAttributes": ["email"] }));
    create(&cognito, &pool, "anna@example.com", &json!([]));
    let input = json!({ "UserPoolId": pool, "Username": "ANNA@EXAMPLE.COM" });
    let expected = refusal("UserNotFound", "User does not exist.");
    assert_eq!(cognito.call("AdminGetUser", &input), Err(expected));
}

#[test]
fn an_alias_is_a_name_once_verified() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({ "AliasAttributes": ["email"] }));
    let find = |name: &str| {
        cognito.call(
            "AdminGetUser",
            &json!({ "UserPoolId": pool, "Username": name }),
        )
    };
    let email = |verified: &str| {
        json!([{ "Name": "email", "Value": "a@example.com" },
               { "Name": "email_verified", "Value": verified }])
    };
    create(&cognito, &pool, "anna", &email("false"));
    assert!(find("a@example.com").is_err());
    create(&cognito, &pool, "bert", &email("True"));
    assert_eq!(find("a@example.com").unwrap()["Username"], "bert");

    let mut third = json!({
        "UserPoolId": pool, "Username": "carl", "UserAttributes": email("true"),
    });
    let expected = refusal("AliasExists", "An account with the email already exists.");
    assert_eq!(cognito.call("AdminCreateUser", &third), Err(expected));
    third["ForceAliasCreation"] = true.into();
    cognito.expect("AdminCreateUser", &third);
    assert_eq!(find("a@example.com").unwrap()["Username"], "carl");
    assert_eq!(
        attribute(&find("bert").unwrap(), "UserAttributes", "email_verified").unwrap(),
        "false"
    );
}

#[test]
fn an_invitation_carries_a_password_that_the_policy_allows() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({}));
    let client_id = cognito.client(&pool, &json!({}));
    let mut input = json!({
        "UserPoolId": pool, "Username": "anna", "DesiredDeliveryMediums": ["EMAIL"],
        "UserAttributes": [{ "Name": "email", "Value": "a@example.com" }],
    });
    cognito.expect("AdminCreateUser", &input);
    let first = cognito.newest_message("anna").unwrap();
    assert_eq!(first.destination, "a@example.com");
    input["MessageAction"] = "RESEND".into();
    cognito.expect("AdminCreateUser", &input);
    let second = cognito.newest_message("anna").unwrap();
    assert_ne!(first.secret, second.secret);
    let demo = super::harness::Demo {
        cognito: &cognito,
        pool_id: pool.clone(),
        client_id,
    };
    assert!(demo.password_sign_in("anna", &first.secret).is_err());
    let answer = demo.password_sign_in("anna", &second.secret).unwrap();
    assert_eq!(answer["ChallengeName"], "NEW_PASSWORD_REQUIRED");

    cognito.set_password(&pool, "anna", PASSWORD, true);
    let expected = "Resend not possible. CONFIRMED is the current status.";
    let expected = refusal("UnsupportedUserState", expected);
    assert_eq!(cognito.call("AdminCreateUser", &input), Err(expected));
}

/// Tries to create a user with these attributes, given as pairs.
fn refused(cognito: &Cognito, pool: &str, username: &str, attributes: &[(&str, &str)]) -> Refusal {
    let pair = |(name, value): &(&str, &str)| json!({ "Name": name, "Value": value });
    let attributes: Vec<Value> = attributes.iter().map(pair).collect();
    let input = json!({ "UserPoolId": pool, "Username": username, "UserAttributes": attributes });
    cognito
        .call("AdminCreateUser", &input)
        .expect_err("a refusal")
}

#[test]
fn attributes_must_conform_to_the_schema() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({
        "Schema": [
            { "Name": "plan", "AttributeDataType": "Number",
              "NumberAttributeConstraints": { "MinValue": "1" } },
            { "Name": "note", "AttributeDataType": "String",
              "StringAttributeConstraints": { "MaxLength": "2" } },
        ],
    }));
    let cases = [
        ("foo", "1", "Attribute does not exist in the schema"),
        ("sub", "1", "Attribute does not exist in the schema"),
        (
            "custom:plan",
            "0",
            "The attribute value is below the minimum",
        ),
        ("custom:plan", "x", "The attribute must be a number"),
        (
            "custom:note",
            "abc",
            "The attribute value is longer than the maximum length",
        ),
        (
            "birthdate",
            "1",
            "The attribute value is shorter than the minimum length",
        ),
        (
            "email_verified",
            "maybe",
            "The attribute must be true or false",
        ),
    ];
    for (name, value, reason) in cases {
        let dot = if reason.ends_with("schema") { "." } else { "" };
        let message = format!("Attributes did not conform to the schema: {name}: {reason}{dot}\n");
        let expected = refusal("InvalidParameter", &message);
        assert_eq!(refused(&cognito, &pool, "x", &[(name, value)]), expected);
    }
    let demanding = cognito.pool(&json!({ "Schema": [{ "Name": "email", "Required": true }] }));
    let message = "Attributes did not conform to the schema: email: The attribute is required\n";
    let input = json!({
        "ClientId": cognito.client(&demanding, &json!({})), "Username": "x", "Password": PASSWORD,
    });
    let expected = Err(refusal("InvalidParameter", message));
    assert_eq!(cognito.call("SignUp", &input), expected);
}

#[test]
fn contacts_must_be_well_formed() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({}));
    let cases = [
        ("email", "bad", "Invalid email address format."),
        ("phone_number", "123", "Invalid phone number format."),
        (
            "email_verified",
            "true",
            "No email provided but email_verified was true",
        ),
    ];
    for (name, value, message) in cases {
        let expected = refusal("InvalidParameter", message);
        assert_eq!(refused(&cognito, &pool, "x", &[(name, value)]), expected);
    }
}

#[test]
fn usernames_must_have_the_form_the_pool_wants() {
    let cognito = Cognito::new();
    let cases = [
        (
            json!({ "UsernameAttributes": ["email"] }),
            "anna",
            "Username should be an email.",
        ),
        (
            json!({ "UsernameAttributes": ["phone_number"] }),
            "anna",
            "Username should be a phone number.",
        ),
        (
            json!({ "UsernameAttributes": ["email", "phone_number"] }),
            "anna",
            "Username should be either an email or a phone number.",
        ),
        (
            json!({ "AliasAttributes": ["email"] }),
            "anna@example.com",
            "Username cannot be of email format, since user pool is configured for email alias.",
        ),
    ];
    for (settings, username, message) in cases {
        let pool = cognito.pool(&settings);
        let expected = refusal("InvalidParameter", message);
        assert_eq!(refused(&cognito, &pool, username, &[]), expected);
    }
}

#[test]
fn usernames_are_taken_once() {
    let cognito = Cognito::new();
    let cases = [
        (json!({}), "anna", "User account already exists"),
        (
            json!({ "UsernameAttributes": ["email"] }),
            "anna@example.com",
            "An account with the given email already exists.",
        ),
        (
            json!({ "UsernameAttributes": ["phone_number"] }),
            "+12065551234",
            "An account with the given phone_number already exists.",
        ),
    ];
    for (settings, username, message) in cases {
        let pool = cognito.pool(&settings);
        create(&cognito, &pool, username, &json!([]));
        let expected = refusal("UsernameExists", message);
        assert_eq!(refused(&cognito, &pool, username, &[]), expected);
    }
}

#[test]
fn setting_a_password_obeys_the_policy_in_its_own_words() {
    let cognito = Cognito::new();
    let pool = cognito.pool(&json!({}));
    create(&cognito, &pool, "anna", &json!([]));
    let input = |password: &str| json!({ "UserPoolId": pool, "Username": "anna", "Password": password, "Permanent": true });
    let reason = |reason: &str| {
        refusal(
            "InvalidPassword",
            &format!("Password does not conform to policy: {reason}"),
        )
    };
    let cases = [
        ("Short1!", "Password not long enough"),
        ("lower-case-1", "Password must have uppercase characters"),
        ("NoDigitsHere!", "Password must have numeric characters"),
    ];
    for (password, expected) in cases {
        assert_eq!(
            cognito.call("AdminSetUserPassword", &input(password)),
            Err(reason(expected)),
            "{password}"
        );
    }
    let nobody = json!({ "UserPoolId": pool, "Username": "nobody", "Password": PASSWORD });
    let expected = refusal("UserNotFound", "User does not exist.");
    assert_eq!(cognito.call("AdminSetUserPassword", &nobody), Err(expected));
}
