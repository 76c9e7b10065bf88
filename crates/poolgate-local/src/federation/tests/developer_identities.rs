//! The users whom a developer vouches for (protocol.md 8.1 and 8.5).

use serde_json::{Value, json};

use super::harness::{Cloud, Refusal, not_authorized, refusal, text};
use super::open_id_tokens::claims;

const PROVIDER: &str = "login.example";
const SERVICE: &str = "cognito-identity.amazonaws.com";

struct Developer {
    cloud: Cloud,
    pool: String,
}

impl Developer {
    fn new() -> Self {
        let cloud = Cloud::new();
        let pool = cloud.identity_pool_with(&json!({
            "DeveloperProviderName": PROVIDER, "AllowUnauthenticatedIdentities": true,
            "AllowClassicFlow": true,
        }));
        Self { cloud, pool }
    }

    fn call(&self, operation: &str, more: &Value) -> Result<Value, Refusal> {
        let mut input = json!({ "IdentityPoolId": self.pool });
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.cloud.call(operation, &input)
    }

    /// Vouches for a user.
    fn vouch(&self, user: &str, more: &Value) -> Result<Value, Refusal> {
        let mut input = json!({ "Logins": { PROVIDER: user } });
        input
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        self.call("GetOpenIdTokenForDeveloperIdentity", &input)
    }

    fn identity(&self, user: &str) -> String {
        text(&self.vouch(user, &json!({})).unwrap()["IdentityId"])
    }

    fn lookup(&self, input: &Value) -> Result<Value, Refusal> {
        self.call("LookupDeveloperIdentity", input)
    }

    fn merge(&self, source: &str, destination: &str) -> Result<Value, Refusal> {
        self.call(
            "MergeDeveloperIdentities",
            &json!({
                "SourceUserIdentifier": source, "DestinationUserIdentifier": destination,
                "DeveloperProviderName": PROVIDER,
            }),
        )
    }

    fn unlink(&self, identity: &str, user: &str) -> Result<Value, Refusal> {
        self.call(
            "UnlinkDeveloperIdentity",
            &json!({
                "IdentityId": identity, "DeveloperUserIdentifier": user,
                "DeveloperProviderName": PROVIDER,
            }),
        )
    }
}

fn users(list: &[&str]) -> Value {
    json!({ "DeveloperUserIdentifierList": list })
}

#[test]
fn a_token_names_the_user_and_lives_as_long_as_asked() {
    let developer = Developer::new();
    let answer = developer.vouch("u-1", &json!({})).unwrap();
    let token = claims(&answer["Token"]);
    assert_eq!(token["sub"], answer["IdentityId"]);
    assert_eq!(token["aud"], json!(developer.pool));
    let method = format!("{PROVIDER}:{}:u-1", developer.pool);
    assert_eq!(token["amr"], json!(["authenticated", PROVIDER, method]));
    assert_eq!(token["exp"], json!(developer.cloud.now() + 900));
    let longest = developer
        .vouch("u-1", &json!({ "TokenDuration": 86_400 }))
        .unwrap();
    assert_eq!(longest["IdentityId"], answer["IdentityId"]);
    let expires = json!(developer.cloud.now() + 86_400);
    assert_eq!(claims(&longest["Token"])["exp"], expires);
    for duration in [0, 86_401] {
        let (code, _) = developer
            .vouch("u-1", &json!({ "TokenDuration": duration }))
            .unwrap_err();
        assert_eq!(code, "InvalidParameterException");
    }
}

#[test]
fn a_developers_token_gives_credentials_until_it_expires() {
    let developer = Developer::new();
    let answer = developer.vouch("u-1", &json!({})).unwrap();
    let identity = text(&answer["IdentityId"]);
    let logins = json!({ SERVICE: answer["Token"] });
    let credentials = developer.cloud.get_credentials(&identity, &logins).unwrap();
    assert_eq!(credentials["IdentityId"], answer["IdentityId"]);
    let other = developer.identity("u-2");
    let mismatch = "Logins don't match. Please include at least one valid login for this identity \
                    or identity pool.";
    assert_eq!(
        developer.cloud.get_credentials(&other, &logins),
        not_authorized(mismatch)
    );
    developer.cloud.pass(900);
    let now = developer.cloud.now();
    let expired = format!("Invalid login token. Token expired: {now} >= {now}");
    assert_eq!(
        developer.cloud.get_credentials(&identity, &logins),
        not_authorized(&expired)
    );
}

#[test]
fn a_developers_token_is_not_renewed_without_the_developer() {
    let developer = Developer::new();
    let answer = developer.vouch("u-1", &json!({})).unwrap();
    let renewed = |token: &Value| {
        let input = json!({
            "IdentityId": answer["IdentityId"], "Logins": { SERVICE: token },
        });
        developer.cloud.expect("GetOpenIdToken", &input)["Token"].clone()
    };
    let first = renewed(&answer["Token"]);
    assert_eq!(claims(&first)["exp"], json!(developer.cloud.now() + 600));
    developer.cloud.pass(500);
    let second = renewed(&answer["Token"]);
    assert_eq!(claims(&second)["exp"], claims(&answer["Token"])["exp"]);
    assert_eq!(claims(&renewed(&second))["exp"], claims(&second)["exp"]);
}

#[test]
fn a_forged_or_foreign_token_is_refused() {
    let developer = Developer::new();
    let answer = developer.vouch("u-1", &json!({})).unwrap();
    let identity = text(&answer["IdentityId"]);
    let token = text(&answer["Token"]);
    let forged = format!("{}A", &token[..token.len() - 1]);
    let unverified = "Invalid login token. Couldn't verify signed token.";
    for forged in [forged.as_str(), "garbage"] {
        let logins = json!({ SERVICE: forged });
        let refused = developer.cloud.get_credentials(&identity, &logins);
        // The last digit of a signature has bits that mean nothing.
        if forged != token {
            assert_eq!(refused, not_authorized(unverified));
        }
    }
    let stranger = Developer::new();
    let foreign = stranger.vouch("u-1", &json!({})).unwrap()["Token"].clone();
    assert_eq!(
        developer
            .cloud
            .get_credentials(&identity, &json!({ SERVICE: foreign })),
        not_authorized(unverified)
    );
}

#[test]
fn a_developer_must_be_named_by_the_pool() {
    let developer = Developer::new();
    let unsupported = "Token is not from a supported provider of this identity pool.";
    let public = developer.cloud.logins("ann");
    for logins in [json!({ "other.example": "u-1" }), public, json!({})] {
        let answer = developer.vouch("", &json!({ "Logins": logins }));
        assert_eq!(answer, not_authorized(unsupported));
    }
    // Nobody says by a public call who a developer's user is.
    let logins = json!({ PROVIDER: "u-1" });
    assert_eq!(
        developer.cloud.get_id_of(&developer.pool, &logins),
        not_authorized(unsupported)
    );
}

#[test]
fn a_users_name_has_a_length() {
    let developer = Developer::new();
    assert!(developer.vouch(&"x".repeat(1024), &json!({})).is_ok());
    let text = "A developer user identifier has at most 1024 characters.";
    assert_eq!(
        developer.vouch(&"x".repeat(1025), &json!({})),
        refusal("InvalidParameterException", text)
    );
}

#[test]
fn a_user_is_linked_to_the_identity_that_is_named() {
    let developer = Developer::new();
    let cloud = &developer.cloud;
    let logins = cloud.logins("ann");
    let ann = cloud.get_id_of(&developer.pool, &logins).unwrap();
    let named = developer
        .vouch("u-1", &json!({ "IdentityId": ann }))
        .unwrap();
    assert_eq!(named["IdentityId"], json!(ann));
    assert_eq!(developer.identity("u-1"), ann);
    let described = cloud.expect("DescribeIdentity", &json!({ "IdentityId": ann }));
    assert_eq!(described["Logins"], json!([cloud.provider, PROVIDER]));
    let other = developer.identity("u-2");
    let text = "The developer user identifier is already registered with another identity.";
    assert_eq!(
        developer.vouch("u-1", &json!({ "IdentityId": other })),
        refusal("DeveloperUserAlreadyRegisteredException", text)
    );
}

#[test]
fn public_logins_are_linked_along_with_the_user() {
    let developer = Developer::new();
    let cloud = &developer.cloud;
    let both = |user: &str, name: &str| {
        let logins = json!({ PROVIDER: user, &cloud.provider: cloud.id_token(name) });
        developer.vouch("", &json!({ "Logins": logins }))
    };
    let first = both("u-1", "ann").unwrap()["IdentityId"].clone();
    let found = cloud
        .get_id_of(&developer.pool, &cloud.logins("ann"))
        .unwrap();
    assert_eq!(json!(found), first);
    // A second user of the same public login is the same person.
    assert_eq!(both("u-2", "ann").unwrap()["IdentityId"], first);
    // A user cannot be two people, nor two users of one provider.
    cloud
        .get_id_of(&developer.pool, &cloud.logins("bob"))
        .unwrap();
    let (code, _) = both("u-1", "bob").unwrap_err();
    assert_eq!(code, "ResourceConflictException");
}

#[test]
fn users_are_looked_up_both_ways() {
    let developer = Developer::new();
    let identity = developer.identity("u-1");
    let by_user = developer
        .lookup(&json!({ "DeveloperUserIdentifier": "u-1" }))
        .unwrap();
    let mut expected = users(&["u-1"]);
    expected["IdentityId"] = json!(identity);
    assert_eq!(by_user, expected);
    let by_id = json!({ "IdentityId": identity });
    assert_eq!(developer.lookup(&by_id).unwrap(), expected);
    let both = json!({ "IdentityId": identity, "DeveloperUserIdentifier": "u-1" });
    assert_eq!(developer.lookup(&both).unwrap(), expected);
}

#[test]
fn a_lookup_of_what_does_not_belong_together_is_refused() {
    let developer = Developer::new();
    let identity = developer.identity("u-1");
    developer.identity("u-2");
    for user in ["u-2", "unknown"] {
        let both = json!({ "IdentityId": identity, "DeveloperUserIdentifier": user });
        let text = format!("Developer user identifier '{user}' does not belong to the identity.");
        assert_eq!(
            developer.lookup(&both),
            refusal("ResourceConflictException", &text)
        );
    }
    let unknown = json!({ "DeveloperUserIdentifier": "unknown" });
    let text = "Developer user identifier 'unknown' not found.";
    assert_eq!(
        developer.lookup(&unknown),
        refusal("ResourceNotFoundException", text)
    );
    let text = "Either IdentityId or DeveloperUserIdentifier must be given.";
    assert_eq!(
        developer.lookup(&json!({})),
        refusal("InvalidParameterException", text)
    );
}

#[test]
fn an_identitys_users_come_in_pages() {
    let developer = Developer::new();
    let identity = developer.identity("u-1");
    for user in ["u-2", "u-3", "u-4", "u-5"] {
        developer
            .vouch(user, &json!({ "IdentityId": identity }))
            .unwrap();
    }
    let mut seen = Vec::new();
    let mut input = json!({ "IdentityId": identity, "MaxResults": 2 });
    loop {
        let page = developer.lookup(&input).unwrap();
        let users = page["DeveloperUserIdentifierList"].as_array().unwrap();
        assert!((1..=2).contains(&users.len()));
        seen.extend(users.iter().map(text));
        let Some(next) = page.get("NextToken") else {
            break;
        };
        input["NextToken"] = next.clone();
    }
    assert_eq!(seen, ["u-1", "u-2", "u-3", "u-4", "u-5"]);
    input["NextToken"] = json!("forged");
    let (code, _) = developer.lookup(&input).unwrap_err();
    assert_eq!(code, "InvalidParameterException");
}

#[test]
fn a_merge_gives_the_destination_all_logins() {
    let developer = Developer::new();
    let cloud = &developer.cloud;
    let source = developer.identity("u-1");
    let destination = developer.identity("u-2");
    let logins = json!({ PROVIDER: "u-1", &cloud.provider: cloud.id_token("ann") });
    developer.vouch("", &json!({ "Logins": logins })).unwrap();
    let merged = json!({ "IdentityId": destination });
    assert_eq!(developer.merge("u-1", "u-2").unwrap(), merged);
    assert_eq!(developer.identity("u-1"), destination);
    let ann = cloud
        .get_id_of(&developer.pool, &cloud.logins("ann"))
        .unwrap();
    assert_eq!(ann, destination);
    // The source is out of reach, and merging once more changes nothing.
    let text = format!("Identity '{source}' not found.");
    assert_eq!(
        cloud.get_credentials(&source, &json!({})),
        refusal("ResourceNotFoundException", &text)
    );
    assert_eq!(developer.merge("u-1", "u-2").unwrap(), merged);
}

#[test]
fn a_token_from_before_a_merge_speaks_for_nobody() {
    let developer = Developer::new();
    let token = developer.vouch("u-1", &json!({})).unwrap()["Token"].clone();
    let destination = developer.identity("u-2");
    developer.merge("u-1", "u-2").unwrap();
    let logins = json!({ SERVICE: token });
    let (code, _) = developer
        .cloud
        .get_credentials(&destination, &logins)
        .unwrap_err();
    assert_eq!(code, "NotAuthorizedException");
}

#[test]
fn users_with_other_accounts_at_one_provider_do_not_merge() {
    let developer = Developer::new();
    let cloud = &developer.cloud;
    for (user, name) in [("u-1", "ann"), ("u-2", "bob")] {
        let logins = json!({ PROVIDER: user, &cloud.provider: cloud.id_token(name) });
        developer.vouch("", &json!({ "Logins": logins })).unwrap();
    }
    let (code, _) = developer.merge("u-1", "u-2").unwrap_err();
    assert_eq!(code, "ResourceConflictException");
    assert_ne!(developer.identity("u-1"), developer.identity("u-2"));
}

#[test]
fn twenty_logins_are_the_most() {
    let developer = Developer::new();
    let first = developer.identity("a-0");
    let second = developer.identity("b-0");
    for number in 1..10 {
        let named = |id: &str| json!({ "IdentityId": id });
        developer
            .vouch(&format!("a-{number}"), &named(&first))
            .unwrap();
        developer
            .vouch(&format!("b-{number}"), &named(&second))
            .unwrap();
    }
    developer
        .vouch("b-10", &json!({ "IdentityId": second }))
        .unwrap();
    let text = "An identity has at most 20 linked logins.";
    let refused = refusal("ResourceConflictException", text);
    assert_eq!(developer.merge("a-0", "b-0"), refused);
    developer.unlink(&second, "b-10").unwrap();
    developer.merge("a-0", "b-0").unwrap();
    let named = json!({ "IdentityId": second });
    assert_eq!(developer.vouch("one-more", &named), refused);
}

#[test]
fn an_unlinked_user_is_somebody_new() {
    let developer = Developer::new();
    let identity = developer.identity("u-1");
    developer
        .vouch("u-2", &json!({ "IdentityId": identity }))
        .unwrap();
    assert_eq!(developer.unlink(&identity, "u-1"), Ok(Value::Null));
    assert_ne!(developer.identity("u-1"), identity);
    assert_eq!(developer.identity("u-2"), identity);
    // Without its last login nobody reaches it.
    developer.unlink(&identity, "u-2").unwrap();
    let text = format!("Identity '{identity}' not found.");
    assert_eq!(
        developer.vouch("u-3", &json!({ "IdentityId": identity })),
        refusal("ResourceNotFoundException", &text)
    );
}

#[test]
fn only_a_user_of_the_identity_is_unlinked() {
    let developer = Developer::new();
    let identity = developer.identity("u-1");
    developer.identity("u-2");
    let (code, _) = developer.unlink(&identity, "u-2").unwrap_err();
    assert_eq!(code, "ResourceConflictException");
    let (code, _) = developer.unlink(&identity, "unknown").unwrap_err();
    assert_eq!(code, "ResourceNotFoundException");
}

#[test]
fn the_name_of_another_provider_is_refused() {
    let developer = Developer::new();
    let identity = developer.identity("u-1");
    let text = "'other.example' is not the developer provider of this identity pool.";
    for operation in ["MergeDeveloperIdentities", "UnlinkDeveloperIdentity"] {
        let input = json!({
            "SourceUserIdentifier": "u-1", "DestinationUserIdentifier": "u-1",
            "DeveloperUserIdentifier": "u-1", "IdentityId": identity,
            "DeveloperProviderName": "other.example",
        });
        assert_eq!(
            developer.call(operation, &input),
            refusal("InvalidParameterException", text)
        );
    }
}
