//! Pools and app clients (protocol.md 9.3).

use serde_json::{Value, json};

use super::Cognito;
use super::harness::{refusal, text};

#[test]
fn a_new_pool_has_the_defaults() {
    let cognito = Cognito::new();
    let pool =
        cognito.expect("CreateUserPool", &json!({ "PoolName": "first" }))["UserPool"].clone();
    let id = text(&pool["Id"]);
    assert!(
        id.strip_prefix("us-east-1_")
            .is_some_and(|name| name.len() == 9)
    );
    assert_eq!(
        pool["Arn"],
        format!("arn:aws:cognito-idp:us-east-1:000000000000:userpool/{id}")
    );
    let expected = json!({
        "DeletionProtection": "INACTIVE",
        "LambdaConfig": {},
        "MfaConfiguration": "OFF",
        "EstimatedNumberOfUsers": 0,
        "EmailConfiguration": { "EmailSendingAccount": "COGNITO_DEFAULT" },
        "AdminCreateUserConfig":
            { "AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7 },
        "UserPoolTier": "ESSENTIALS",
        "VerificationMessageTemplate": { "DefaultEmailOption": "CONFIRM_WITH_CODE" },
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": [] },
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true,
                "RequireNumbers": true, "RequireSymbols": true,
                "TemporaryPasswordValidityDays": 7,
            },
            "SignInPolicy": { "AllowedFirstAuthFactors": ["PASSWORD"] },
        },
    });
    for (member, value) in expected.as_object().unwrap() {
        assert_eq!(&pool[member], value, "{member}");
    }
    for absent in [
        "UsernameConfiguration",
        "Domain",
        "UserPoolTags",
        "AliasAttributes",
    ] {
        assert_eq!(pool.get(absent), None, "{absent}");
    }
    assert_eq!(pool["SchemaAttributes"].as_array().unwrap().len(), 20);
    assert_eq!(pool["CreationDate"], json!(1_790_000_000.0));
}

#[test]
fn describing_counts_users_and_shows_empty_tags() {
    let cognito = Cognito::new();
    let demo = cognito.demo();
    let input = json!({ "UserPoolId": demo.pool_id });
    let pool = cognito.expect("DescribeUserPool", &input)["UserPool"].clone();
    assert_eq!(pool["EstimatedNumberOfUsers"], 1);
    assert_eq!(pool["UserPoolTags"], json!({}));
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    assert_eq!(schema.last().unwrap()["Name"], "identities");
}

#[test]
fn settings_come_back_as_they_were_given() {
    let cognito = Cognito::new();
    let given = json!({
        "PoolName": "given",
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": { "CaseSensitive": false },
        "UserPoolTags": { "team": "a" },
        "Policies": { "PasswordPolicy": { "MinimumLength": 10, "RequireNumbers": true } },
        "Schema": [
            { "Name": "plan", "AttributeDataType": "Number",
              "NumberAttributeConstraints": { "MinValue": "1", "MaxValue": "3" } },
            { "Name": "custom:twice", "AttributeDataType": "String" },
            { "Name": "email", "Required": true },
        ],
    });
    let pool = cognito.expect("CreateUserPool", &given)["UserPool"].clone();
    assert_eq!(
        pool["UsernameConfiguration"],
        given["UsernameConfiguration"]
    );
    assert_eq!(pool["UserPoolTags"], given["UserPoolTags"]);
    let policy = &pool["Policies"]["PasswordPolicy"];
    assert_eq!(policy["MinimumLength"], 10);
    assert_eq!(policy["RequireSymbols"], false);
    let schema = pool["SchemaAttributes"].as_array().unwrap();
    let named = |name: &str| {
        schema
            .iter()
            .find(|attribute| attribute["Name"] == name)
            .cloned()
    };
    let plan = named("custom:plan").unwrap();
    assert_eq!(
        plan["NumberAttributeConstraints"],
        given["Schema"][0]["NumberAttributeConstraints"]
    );
    assert!(named("custom:custom:twice").is_some());
    assert_eq!(named("email").unwrap()["Required"], true);
}

#[test]
fn a_new_client_has_the_defaults() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let input = json!({ "UserPoolId": pool_id, "ClientName": "app" });
    let client = cognito.expect("CreateUserPoolClient", &input)["UserPoolClient"].clone();
    let id = text(&client["ClientId"]);
    assert_eq!(id.len(), 26);
    let expected = json!({
        "UserPoolId": pool_id, "ClientName": "app", "ClientId": id,
        "LastModifiedDate": 1_790_000_000.0, "CreationDate": 1_790_000_000.0,
        "RefreshTokenValidity": 30, "TokenValidityUnits": {},
        "AllowedOAuthFlowsUserPoolClient": false, "EnableTokenRevocation": true,
        "EnablePropagateAdditionalUserContextData": false, "AuthSessionValidity": 3,
    });
    assert_eq!(client, expected);
    let described = json!({ "UserPoolId": pool_id, "ClientId": id });
    assert_eq!(
        cognito.expect("DescribeUserPoolClient", &described)["UserPoolClient"],
        expected
    );
}

#[test]
fn a_generated_secret_is_shown() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let input = json!({ "UserPoolId": pool_id, "ClientName": "app", "GenerateSecret": true });
    let client = cognito.expect("CreateUserPoolClient", &input)["UserPoolClient"].clone();
    assert_eq!(text(&client["ClientSecret"]).len(), 52);
}

#[test]
fn lists_come_in_pages() {
    let cognito = Cognito::new();
    let pools: Vec<String> = (0..5).map(|_| cognito.pool(&json!({}))).collect();
    for _ in 0..3 {
        cognito.client(&pools[0], &json!({}));
    }
    let seen = pages(
        &cognito,
        "ListUserPools",
        &json!({ "MaxResults": 2 }),
        "UserPools",
    );
    assert_eq!(seen, [2, 2, 1]);
    let clients = json!({ "UserPoolId": pools[0], "MaxResults": 3 });
    assert_eq!(
        pages(&cognito, "ListUserPoolClients", &clients, "UserPoolClients"),
        [3]
    );
    let other = json!({ "UserPoolId": pools[1], "MaxResults": 3 });
    assert_eq!(
        pages(&cognito, "ListUserPoolClients", &other, "UserPoolClients"),
        [0]
    );
}

fn pages(cognito: &Cognito, operation: &str, input: &Value, member: &str) -> Vec<usize> {
    let mut input = input.clone();
    let mut sizes = Vec::new();
    loop {
        let page = cognito.expect(operation, &input);
        sizes.push(page[member].as_array().unwrap().len());
        match page.get("NextToken") {
            Some(token) => input["NextToken"] = token.clone(),
            None => return sizes,
        }
    }
}

#[test]
fn refusals() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let unknown_pool = refusal("ResourceNotFound", "User pool us-east-1_x does not exist.");
    let unknown_client = refusal(
        "ResourceNotFound",
        "User pool client nobody does not exist.",
    );
    let client = |settings: Value| {
        let mut input = settings;
        input["UserPoolId"] = pool_id.clone().into();
        input["ClientName"] = "app".into();
        ("CreateUserPoolClient", input)
    };
    let invalid = |message: &str| refusal("InvalidParameter", message);
    let cases = [
        (
            ("DescribeUserPool", json!({ "UserPoolId": "us-east-1_x" })),
            unknown_pool.clone(),
        ),
        (
            (
                "ListUserPoolClients",
                json!({ "UserPoolId": "us-east-1_x" }),
            ),
            unknown_pool,
        ),
        (
            (
                "DescribeUserPoolClient",
                json!({ "UserPoolId": pool_id, "ClientId": "nobody" }),
            ),
            unknown_client,
        ),
        (
            (
                "CreateUserPool",
                json!({ "PoolName": "p", "AliasAttributes": ["email"],
                        "UsernameAttributes": ["email"] }),
            ),
            invalid(
                "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
            ),
        ),
        (
            (
                "CreateUserPool",
                json!({ "PoolName": "p",
                        "Schema": [{ "Name": "x", "AttributeDataType": "String", "Required": true }] }),
            ),
            invalid("Required custom attributes are not supported currently."),
        ),
        (
            client(
                json!({ "AccessTokenValidity": 2, "TokenValidityUnits": { "AccessToken": "minutes" } }),
            ),
            invalid("Invalid range for token validity."),
        ),
        (
            client(json!({ "ReadAttributes": ["custom:nothing"] })),
            invalid("Invalid read attributes specified while creating a client"),
        ),
        (
            (
                "ListUserPools",
                json!({ "MaxResults": 1, "NextToken": "!" }),
            ),
            invalid("Invalid pagination token"),
        ),
    ];
    for ((operation, input), expected) in cases {
        assert_eq!(
            cognito.call(operation, &input),
            Err(expected),
            "{operation} {input}"
        );
    }
}
