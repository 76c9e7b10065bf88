//! Changing and verifying attributes (protocol.md 9.1 and 9.2).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{Demo, Refusal, refusal};

impl Demo<'_> {
    fn by_admin(&self, operation: &str, more: &Value) -> Result<Value, Refusal> {
        let mut input = more.clone();
        input["UserPoolId"] = self.pool_id.as_str().into();
        input["Username"] = "demo".into();
        self.cognito.call(operation, &input)
    }

    fn admin_sets(&self, name: &str, value: &str) -> Result<Value, Refusal> {
        let attributes = json!([{ "Name": name, "Value": value }]);
        self.by_admin(
            "AdminUpdateUserAttributes",
            &json!({ "UserAttributes": attributes }),
        )
    }

    fn own(&self, operation: &str, more: &Value) -> Result<Value, Refusal> {
        let mut input = more.clone();
        input["AccessToken"] = self.tokens()["AccessToken"].clone();
        self.cognito.call(operation, &input)
    }

    fn sets(&self, name: &str, value: &str) -> Result<Value, Refusal> {
        let attributes = json!([{ "Name": name, "Value": value }]);
        self.own(
            "UpdateUserAttributes",
            &json!({ "UserAttributes": attributes }),
        )
    }

    fn verifies(&self, code: &str) -> Result<Value, Refusal> {
        self.own(
            "VerifyUserAttribute",
            &json!({ "AttributeName": "email", "Code": code }),
        )
    }

    fn value(&self, name: &str) -> Option<String> {
        let user = self.by_admin("AdminGetUser", &json!({})).unwrap();
        let attributes = user["UserAttributes"].as_array().unwrap();
        let found = attributes
            .iter()
            .find(|attribute| attribute["Name"] == name)?;
        Some(found["Value"].as_str().unwrap().to_owned())
    }

    fn code(&self) -> String {
        self.cognito.newest_message("demo").unwrap().secret
    }
}

fn invalid(message: &str) -> Refusal {
    refusal("InvalidParameter", message)
}

fn verifying() -> Value {
    json!({ "AutoVerifiedAttributes": ["email"] })
}

#[test]
fn an_administrator_sets_and_deletes_attributes() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    demo.admin_sets("email", "demo@example.com").unwrap();
    assert_eq!(demo.value("email_verified").unwrap(), "false");
    demo.admin_sets("email_verified", "True").unwrap();
    assert_eq!(demo.value("email_verified").unwrap(), "True");
    demo.admin_sets("email", "demo@example.com").unwrap();
    assert_eq!(demo.value("email_verified").unwrap(), "false");

    let names = json!({ "UserAttributeNames": ["email"] });
    assert_eq!(
        demo.by_admin("AdminDeleteUserAttributes", &names),
        Ok(json!({}))
    );
    assert_eq!(demo.value("email"), None);
    assert_eq!(demo.value("email_verified"), None);
    let refused = invalid("No email provided but email_verified was true");
    assert_eq!(demo.admin_sets("email_verified", "true"), Err(refused));
}

#[test]
fn what_the_schema_forbids_is_refused() {
    let cognito = Cognito::new();
    let schema = json!([
        { "Name": "badge", "AttributeDataType": "Number", "Mutable": false },
        { "Name": "level", "AttributeDataType": "Number",
          "NumberAttributeConstraints": { "MaxValue": "9" } },
        { "Name": "name", "AttributeDataType": "String", "Required": true },
    ]);
    let demo = cognito.demo_with(&json!({ "Schema": schema }), &json!({}));
    let nonconforming = "Attributes did not conform to the schema: ";
    for (name, value, message) in [
        (
            "foo",
            "1",
            format!("{nonconforming}foo: Attribute does not exist in the schema.\n"),
        ),
        (
            "name",
            "",
            format!("{nonconforming}name: The attribute is required\n"),
        ),
        (
            "sub",
            "x",
            "user.sub: Attribute cannot be updated.\n".to_owned(),
        ),
        (
            "custom:badge",
            "7",
            "user.custom:badge: Attribute cannot be updated.\n".to_owned(),
        ),
        (
            "custom:level",
            "10",
            format!("{nonconforming}custom:level: The attribute value is above the maximum\n"),
        ),
        (
            "email",
            "nobody",
            "Invalid email address format.".to_owned(),
        ),
    ] {
        assert_eq!(
            demo.admin_sets(name, value),
            Err(invalid(&message)),
            "{name}"
        );
        assert_eq!(demo.sets(name, value), Err(invalid(&message)), "{name}");
    }
}

#[test]
fn a_client_writes_only_what_it_may() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&json!({}), &json!({ "WriteAttributes": ["name"] }));
    let text = "A client attempted to write unauthorized attribute";
    let unauthorized = Err(refusal("NotAuthorized", text));
    assert!(demo.sets("name", "Demo").is_ok());
    assert_eq!(demo.sets("nickname", "D"), unauthorized);
    assert_eq!(demo.sets("email_verified", "true"), unauthorized);
    let delete = |name: &str| {
        demo.own(
            "DeleteUserAttributes",
            &json!({ "UserAttributeNames": [name] }),
        )
    };
    assert_eq!(delete("nickname"), unauthorized);
    assert_eq!(delete("name"), Ok(json!({})));
    assert_eq!(demo.value("name"), None);
}

#[test]
fn a_new_address_is_verified_with_its_code() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&verifying(), &json!({}));
    let answer = demo.sets("email", "demo@example.com").unwrap();
    let details = json!([{
        "Destination": "d***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
    }]);
    assert_eq!(answer["CodeDeliveryDetailsList"], details);
    assert_eq!(demo.value("email_verified").unwrap(), "false");
    let code = demo.code();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let text = "Invalid verification code provided, please try again.";
    assert_eq!(demo.verifies(wrong), Err(refusal("CodeMismatch", text)));
    assert_eq!(demo.verifies(&code), Ok(json!({})));
    assert_eq!(demo.value("email_verified").unwrap(), "true");
    let text = "Invalid code provided, please request a code again.";
    assert_eq!(demo.verifies(&code), Err(refusal("ExpiredCode", text)));

    // Given again, it is neither new nor unverified.
    let answer = demo.sets("email", "demo@example.com").unwrap();
    assert_eq!(answer["CodeDeliveryDetailsList"], json!([]));
    assert_eq!(demo.value("email_verified").unwrap(), "true");
}

#[test]
fn a_pool_can_keep_the_old_address_until_the_new_one_is_verified() {
    let cognito = Cognito::new();
    let mut pool = verifying();
    pool["UserAttributeUpdateSettings"] =
        json!({ "AttributesRequireVerificationBeforeUpdate": ["email"] });
    let demo = cognito.demo_with(&pool, &json!({}));
    demo.admin_sets("email", "old@example.com").unwrap();
    demo.admin_sets("email_verified", "true").unwrap();
    demo.sets("email", "new@example.com").unwrap();
    assert_eq!(demo.value("email").unwrap(), "old@example.com");
    assert_eq!(demo.value("email_verified").unwrap(), "true");
    // A second code goes to the new address, too.
    let again = json!({ "AttributeName": "email" });
    demo.own("GetUserAttributeVerificationCode", &again)
        .unwrap();
    let message = cognito.newest_message("demo").unwrap();
    assert_eq!(message.destination, "new@example.com");
    demo.verifies(&demo.code()).unwrap();
    assert_eq!(demo.value("email").unwrap(), "new@example.com");
    assert_eq!(demo.value("email_verified").unwrap(), "true");
}

#[test]
fn a_code_verifies_no_other_address_than_it_went_to() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&verifying(), &json!({}));
    demo.sets("email", "demo@example.com").unwrap();
    let code = demo.code();
    demo.admin_sets("email", "other@example.com").unwrap();
    assert!(demo.verifies(&code).is_err());
    assert_eq!(demo.value("email").unwrap(), "other@example.com");
    assert_eq!(demo.value("email_verified").unwrap(), "false");
}

#[test]
fn nobody_takes_anothers_alias() {
    let cognito = Cognito::new();
    let aliases = json!({ "AliasAttributes": ["email", "preferred_username"] });
    let demo = cognito.demo_with(&aliases, &json!({}));
    let taken = json!([
        { "Name": "email", "Value": "anna@example.com" },
        { "Name": "email_verified", "Value": "true" },
        { "Name": "preferred_username", "Value": "annie" },
    ]);
    cognito.user(&demo.pool_id, "anna", &taken);
    let exists = |name: &str| {
        Err(refusal(
            "AliasExists",
            &format!("An account with the {name} already exists."),
        ))
    };
    assert_eq!(
        demo.sets("preferred_username", "annie"),
        exists("preferred_username")
    );
    // Unverified, the address is nobody's name.
    demo.sets("email", "anna@example.com").unwrap();
    assert_eq!(demo.admin_sets("email_verified", "true"), exists("email"));
    let input = json!({ "AttributeName": "email" });
    demo.own("GetUserAttributeVerificationCode", &input)
        .unwrap();
    assert_eq!(demo.verifies(&demo.code()), exists("email"));
}

#[test]
fn only_addresses_that_are_there_get_codes() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    for name in ["email", "name"] {
        let input = json!({ "AttributeName": name });
        let text = format!("User has no {name} that could be verified.");
        let answer = demo.own("GetUserAttributeVerificationCode", &input);
        assert_eq!(answer, Err(invalid(&text)));
    }
    demo.sets("email", "demo@example.com").unwrap();
    let input = json!({ "AttributeName": "email" });
    for _ in 0..5 {
        demo.own("GetUserAttributeVerificationCode", &input)
            .unwrap();
    }
    let limit = refusal(
        "LimitExceeded",
        "Attempt limit exceeded, please try after some time.",
    );
    assert_eq!(
        demo.own("GetUserAttributeVerificationCode", &input),
        Err(limit)
    );
}

#[test]
fn an_administrator_confirms_a_sign_up_but_not_its_address() {
    let cognito = Cognito::new();
    let demo = cognito.demo_with(&verifying(), &json!({}));
    let input = json!({
        "ClientId": demo.client_id, "Username": "anna", "Password": "Correct-Horse-1",
        "UserAttributes": [{ "Name": "email", "Value": "anna@example.com" }],
    });
    cognito.expect("SignUp", &input);
    let anna = json!({ "UserPoolId": demo.pool_id, "Username": "anna" });
    assert_eq!(cognito.expect("AdminConfirmSignUp", &anna), json!({}));
    let user = cognito.expect("AdminGetUser", &anna);
    assert_eq!(user["UserStatus"], "CONFIRMED");
    let unverified = json!({ "Name": "email_verified", "Value": "false" });
    assert!(
        user["UserAttributes"]
            .as_array()
            .unwrap()
            .contains(&unverified)
    );
    let text = "User cannot be confirmed. Current status is CONFIRMED";
    let refused = Err(refusal("NotAuthorized", text));
    assert_eq!(cognito.call("AdminConfirmSignUp", &anna), refused);
}
