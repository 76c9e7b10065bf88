//! The service's texts, byte for byte, and properties of the whole model.

use std::collections::BTreeSet;

use poolgate_flow::ErrorCode;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::model::{Kind, Model, Shape};
use super::{Service, check, is_signed};

fn refusal(service: Service, operation: &str, input: &Value) -> (ErrorCode, String) {
    let error = check(service, operation, input).unwrap_err();
    (error.code, error.message)
}

/// The text of an `InvalidParameterException` of a user pool operation.
#[track_caller]
fn invalid(operation: &str, input: &Value) -> String {
    let (code, message) = refusal(Service::CognitoIdp, operation, input);
    assert_eq!(code, ErrorCode::InvalidParameter);
    message
}

/// The text of a `SerializationException` of a user pool operation.
#[track_caller]
fn unserializable(operation: &str, input: &Value) -> String {
    let (code, message) = refusal(Service::CognitoIdp, operation, input);
    assert_eq!(code, ErrorCode::Serialization);
    message
}

// Recorded: protocol.md 0.
#[test]
fn every_violation_is_listed_with_the_enum_in_the_services_order() {
    let units =
        json!({ "IdToken": "invalid", "AccessToken": "invalid", "RefreshToken": "invalid" });
    let input = json!({
        "UserPoolId": "us-east-1_AbCd", "ClientName": "c", "TokenValidityUnits": units,
    });
    let message = invalid("CreateUserPoolClient", &input);
    assert!(
        message
            .starts_with("3 validation errors detected: Value 'invalid' at 'tokenValidityUnits.")
    );
    let one = "Value 'invalid' at 'tokenValidityUnits.idToken' failed to satisfy constraint: \
               Member must satisfy enum value set: [hours, days, minutes, seconds]";
    assert!(message.contains(one), "{message}");
    assert_eq!(message.matches("; Value 'invalid' at").count(), 2);
}

// Recorded: protocol.md 0 and 7.2.
#[test]
fn a_secret_value_is_masked() {
    let input = json!({ "ClientId": "abc", "Username": "demo", "Password": "short" });
    assert_eq!(
        invalid("SignUp", &input),
        "1 validation error detected: Value at 'password' failed to satisfy constraint: \
         Member must have length greater than or equal to 6"
    );
}

// Recorded in the interface texts of several applications.
#[test]
fn an_empty_value_violates_pattern_and_length() {
    let input = json!({ "ClientId": "abc", "Username": "", "Password": "abcdef" });
    assert_eq!(
        invalid("SignUp", &input),
        r"2 validation errors detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+; Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1"
    );
    let input = json!({ "ClientId": "abc", "Username": "demo", "Password": "" });
    assert_eq!(
        invalid("SignUp", &input),
        r"2 validation errors detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$; Value at 'password' failed to satisfy constraint: Member must have length greater than or equal to 6"
    );
}

// Recorded: protocol.md 0.
#[test]
fn numbers_are_bounded() {
    let input = json!({ "UserPoolId": "us-east-1_AbCd", "Limit": 100 });
    assert_eq!(
        invalid("ListUsers", &input),
        "1 validation error detected: Value '100' at 'limit' failed to satisfy constraint: \
         Member must have value less than or equal to 60"
    );
    assert_eq!(
        invalid(
            "ListResourceServers",
            &json!({ "UserPoolId": "us-east-1_AbCd" })
        ),
        "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: \
         Member must have value greater than or equal to 1"
    );
    let beyond = json!({ "UserPoolId": "us-east-1_AbCd", "Limit": u64::MAX });
    assert!(invalid("ListUsers", &beyond).ends_with("less than or equal to 60"));
}

// Recorded: a pool id that is none (public issue threads).
#[test]
fn a_pattern_must_match_the_whole_value() {
    let input = json!({ "UserPoolId": "YOUR-USER-POOL-ID", "Username": "admin@example.com" });
    assert_eq!(
        invalid("AdminConfirmSignUp", &input),
        r"1 validation error detected: Value 'YOUR-USER-POOL-ID' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+"
    );
}

#[test]
fn a_required_member_may_be_neither_absent_nor_null() {
    for input in [
        json!({}),
        json!({ "AttributeName": null, "AccessToken": null }),
    ] {
        assert_eq!(
            invalid("GetUserAttributeVerificationCode", &input),
            "2 validation errors detected: \
             Value at 'accessToken' failed to satisfy constraint: Member must not be null; \
             Value null at 'attributeName' failed to satisfy constraint: Member must not be null"
        );
    }
    assert!(
        invalid("AdminSetUserPassword", &json!({}))
            .contains("Value at 'password' failed to satisfy constraint: Member must not be null")
    );
}

#[test]
fn a_list_of_structures_names_the_element() {
    let attributes = json!([{ "Name": "email", "Value": "a@example.com" }, { "Value": "x" }]);
    let input = json!({
        "ClientId": "abc", "Username": "demo", "Password": "abcdef", "UserAttributes": attributes,
    });
    assert_eq!(
        invalid("SignUp", &input),
        "1 validation error detected: Value null at 'userAttributes.2.member.name' failed to \
         satisfy constraint: Member must not be null"
    );
}

// Recorded for `explicitAuthFlows` and `allowedOAuthFlows` (public issue threads).
#[test]
fn a_list_of_scalars_is_spoken_of_as_a_whole() {
    let input = json!({
        "UserPoolId": "us-east-1_AbCd", "ClientName": "c", "AllowedOAuthFlows": ["code", "token"],
    });
    assert_eq!(
        invalid("CreateUserPoolClient", &input),
        "1 validation error detected: Value '[code, token]' at 'allowedOAuthFlows' failed to \
         satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: \
         [implicit, client_credentials, code]]"
    );
}

// Recorded for `logins` (a public application's error handling).
#[test]
fn a_map_of_scalars_is_spoken_of_as_a_whole() {
    let input = json!({
        "IdentityPoolId": "us-east-1:1b2c", "Logins": { "graph.facebook.com": "" },
    });
    let (code, message) = refusal(Service::CognitoIdentity, "GetId", &input);
    assert_eq!(code, ErrorCode::InvalidParameter);
    assert!(
        message.ends_with(
            "at 'logins' failed to satisfy constraint: Map value must satisfy constraint: \
             [Member must have length less than or equal to 50000, \
             Member must have length greater than or equal to 1]"
        ),
        "{message}"
    );
}

#[test]
fn a_map_of_structures_names_the_key() {
    let input = json!({
        "IdentityPoolId": "us-east-1:1b2c",
        "Roles": {},
        "RoleMappings": { "accounts.google.com": { "AmbiguousRoleResolution": "Deny" } },
    });
    let (_, message) = refusal(Service::CognitoIdentity, "SetIdentityPoolRoles", &input);
    assert_eq!(
        message,
        "1 validation error detected: Value null at 'roleMappings.accounts.google.com.member.type' \
         failed to satisfy constraint: Member must not be null"
    );
}

// The texts recorded for user pools and for other services with the same front end.
#[test]
fn a_wrong_json_type_comes_before_every_constraint() {
    for (input, text) in [
        (
            json!({ "Limit": "1" }),
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            json!({ "Limit": true }),
            "TRUE_VALUE can not be converted to an Integer",
        ),
        (
            json!({ "UserPoolId": 1 }),
            "NUMBER_VALUE can not be converted to a String",
        ),
        (
            json!({ "UserPoolId": [] }),
            "Start of list found where not expected",
        ),
        (
            json!({ "UserPoolId": {} }),
            "Start of structure or map found where not expected.",
        ),
        (json!({ "AttributesToGet": "x" }), "Unexpected field type"),
        (
            json!({ "AttributesToGet": [1] }),
            "NUMBER_VALUE can not be converted to a String",
        ),
        (json!({ "Limit": 1.5 }), ""),
        (json!([]), "Start of list found where not expected"),
        (json!("x"), ""),
        (json!(null), ""),
    ] {
        assert_eq!(unserializable("ListUsers", &input), text, "{input}");
    }
    let structure = json!({ "PoolName": "p", "Policies": "x" });
    assert_eq!(
        unserializable("CreateUserPool", &structure),
        "Expected null"
    );
    let yes =
        json!({ "PoolName": "p", "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": "" } });
    let text = "STRING_VALUE can not be converted to an Boolean";
    assert_eq!(unserializable("CreateUserPool", &yes), text);
}

#[test]
fn unknown_members_are_ignored() {
    let input = json!({ "UserPoolId": "us-east-1_AbCd", "_skip_trigger_": { "x": [1] } });
    assert!(check(Service::CognitoIdp, "ListUsers", &input).is_ok());
}

#[test]
fn an_unknown_operation_is_said_to_be_one() {
    let (code, _) = refusal(Service::CognitoIdp, "ListBuckets", &json!({}));
    assert_eq!(code, ErrorCode::UnknownOperation);
}

#[test]
fn secret_values_never_appear() {
    let secret = "s3cr3t word\u{0}";
    let input = json!({
        "ClientId": "abc", "AuthFlow": "x", "AuthParameters": { "PASSWORD": secret, "a": null },
        "UserContextData": { "EncodedData": secret, "IpAddress": 1 },
    });
    for (operation, input) in [
        ("InitiateAuth", input),
        (
            "AdminSetUserPassword",
            json!({ "Password": secret, "Username": secret }),
        ),
        ("GetUser", json!({ "AccessToken": secret })),
    ] {
        let (_, message) = refusal(Service::CognitoIdp, operation, &input);
        assert!(!message.contains("s3cr3t"), "{message}");
    }
}

#[test]
fn a_flood_of_violations_is_bounded() {
    let attributes = vec![json!({}); 100_000];
    let input =
        json!({ "UserPoolId": "us-east-1_AbCd", "Username": "", "UserAttributes": attributes });
    assert!(invalid("AdminCreateUser", &input).starts_with("100 validation errors detected: "));
}

// protocol.md 0: 34 unsigned operations of user pools, four of identity pools.
#[test]
fn the_models_say_which_operations_are_signed() {
    let unsigned = |service| -> BTreeSet<_> {
        let all = Model::of(service).operations().map(|(name, _)| name);
        all.filter(|name| is_signed(service, name) == Some(false))
            .collect()
    };
    assert_eq!(Model::of(Service::CognitoIdp).operations().count(), 141);
    assert_eq!(unsigned(Service::CognitoIdp).len(), 34);
    assert_eq!(Model::of(Service::CognitoIdentity).operations().count(), 23);
    assert_eq!(
        unsigned(Service::CognitoIdentity),
        BTreeSet::from([
            "GetCredentialsForIdentity",
            "GetId",
            "GetOpenIdToken",
            "UnlinkIdentity"
        ])
    );
    assert_eq!(is_signed(Service::CognitoIdp, "ListBuckets"), None);
}

const SERVICES: [Service; 3] = [Service::CognitoIdp, Service::CognitoIdentity, Service::Sts];

#[test]
fn every_shape_and_every_pattern_of_the_data_is_sound() {
    for service in SERVICES {
        let model = Model::of(service);
        for (name, operation) in model.operations() {
            assert!(
                operation.input.is_none_or(|it| model.shape(it).is_some()),
                "{name}"
            );
        }
        for shape in model.shapes() {
            let members = shape.members.iter().map(|(_, member)| *member);
            let mut parts = members.chain(shape.key).chain(shape.element);
            assert!(parts.all(|part| model.shape(part).is_some()), "{shape:?}");
            if let Some(pattern) = &shape.pattern {
                assert!(model.patterns().compiles(pattern), "{pattern}");
            }
        }
    }
}

/// Any JSON, with member names that the models know, so that it gets past the outermost layer.
fn any_json() -> impl Strategy<Value = Value> {
    let names: BTreeSet<String> = Model::of(Service::CognitoIdp)
        .shapes()
        .flat_map(|shape| shape.members.iter().map(|(name, _)| (*name).to_owned()))
        .collect();
    let name = proptest::sample::select(names.into_iter().collect::<Vec<_>>());
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            proptest::collection::btree_map(name.clone(), inner, 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// The simplest value that satisfies a shape; `None` where only an expression says what it is.
fn satisfying(model: &Model, shape: &Shape<'_>) -> Option<Value> {
    let shape_of = |name: &str| model.shape(name);
    let count = usize::try_from(shape.min.unwrap_or(0)).ok()?;
    Some(match shape.kind {
        Kind::Structure => Value::Object(
            shape
                .members
                .iter()
                .filter_map(|(name, member)| {
                    let value = satisfying(model, shape_of(member)?);
                    let required = shape.required.contains(name);
                    value
                        .or(required.then_some(Value::Null))
                        .map(|it| ((*name).to_owned(), it))
                })
                .collect(),
        ),
        Kind::List => Value::from(vec![
            satisfying(model, shape_of(shape.element?)?)?;
            count.max(1)
        ]),
        Kind::Map => {
            let key = satisfying(model, shape_of(shape.key?)?)?;
            json!({ key.as_str()?: satisfying(model, shape_of(shape.element?)?)? })
        }
        Kind::Boolean => Value::from(true),
        Kind::Integer | Kind::Long => Value::from(shape.min.unwrap_or(1)),
        Kind::Double | Kind::Float | Kind::Timestamp => Value::from(1.5),
        Kind::Blob => Value::from("AAAA"),
        Kind::String => satisfying_text(model, shape, count)?,
    })
}

fn satisfying_text(model: &Model, shape: &Shape<'_>, length: usize) -> Option<Value> {
    if let Some(value) = shape.values.first() {
        return Some(Value::from(*value));
    }
    let fits = |text: &String| {
        let matches = |pattern| model.patterns().is_match(pattern, text);
        text.len() >= length && shape.pattern.as_deref().is_none_or(matches)
    };
    let samples = [
        "a",
        "1",
        "us-east-1_a",
        "us-east-1:1",
        "arn:aws:iam::1:role/r",
    ];
    let mut samples = samples
        .map(str::to_owned)
        .into_iter()
        .chain(["a".repeat(length.max(1))]);
    samples.rfind(fits).map(Value::from)
}

#[test]
fn what_is_within_the_constraints_passes() {
    let mut passed = 0;
    for service in SERVICES {
        let model = Model::of(service);
        for (name, operation) in model.operations() {
            let Some(shape) = operation.input.and_then(|input| model.shape(input)) else {
                continue;
            };
            let input = satisfying(model, shape).unwrap();
            if let Err(error) = check(service, name, &input) {
                // A required member for which the sampler knows no value.
                assert!(
                    error.message.contains("Member must not be null"),
                    "{name}: {error}"
                );
            } else {
                passed += 1;
            }
        }
    }
    assert!(passed > 150, "{passed}");
}

proptest! {
    #[test]
    fn arbitrary_json_is_answered(input in any_json()) {
        for operation in ["SignUp", "CreateUserPool", "RespondToAuthChallenge", "SetUICustomization"] {
            if let Err(error) = check(Service::CognitoIdp, operation, &input) {
                let known = [ErrorCode::InvalidParameter, ErrorCode::Serialization];
                prop_assert!(known.contains(&error.code));
            }
        }
    }

    #[test]
    fn a_username_of_allowed_characters_passes(username in r"[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,60}") {
        let input = json!({ "UserPoolId": "us-east-1_AbCd", "Username": username });
        prop_assert!(check(Service::CognitoIdp, "AdminGetUser", &input).is_ok());
    }
}
