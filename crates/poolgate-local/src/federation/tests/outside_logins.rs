//! Logins of providers outside of the server (protocol.md 8.2).

use serde_json::{Value, json};

use super::harness::{Cloud, GUEST_ROLE, ROLE, Refusal, not_authorized};
use super::open_id_tokens::claims;
use crate::core::Settings;
use crate::roles::Role;
use crate::trust::Trust;
use crate::trusted_issuer::tests::Issuer;

const ARN: &str = "arn:aws:iam::123456789012:oidc-provider/login.example.com/tenant";
const SAML: &str = "arn:aws:iam::123456789012:saml-provider/example";

/// A server that has the keys of Google and of an OpenID Connect provider, and a pool that knows
/// these, Facebook, Amazon, Apple and a SAML provider.
struct World {
    cloud: Cloud,
    google: Issuer,
    tenant: Issuer,
    pool: String,
}

impl World {
    fn new() -> Self {
        Self::with_roles(&json!([]))
    }

    fn with_roles(roles: &Value) -> Self {
        let google = Issuer::new("https://accounts.google.com");
        let tenant = Issuer::new("https://login.example.com/tenant");
        let list = json!({ "Roles": roles }).to_string();
        let trust = Trust::default()
            .issuer(google.trusted())
            .issuer(tenant.trusted().audience("application"))
            .opaque_provider("graph.facebook.com");
        let roles = Role::parse_list(&list).unwrap();
        let mut settings = Settings::new("http://127.0.0.1:9229");
        settings.trust = roles.into_iter().fold(trust, Trust::role);
        let cloud = Cloud::with(settings, &json!({}));
        let pool = cloud.identity_pool_with(&json!({
            "AllowClassicFlow": true,
            "SupportedLoginProviders": {
                "accounts.google.com": "web;phone",
                "graph.facebook.com": "123",
                "www.amazon.com": "amzn1.application.x",
                "appleid.apple.com": "com.example.app",
            },
            "OpenIdConnectProviderARNs": [ARN],
            "SamlProviderARNs": [SAML],
        }));
        Self {
            cloud,
            google,
            tenant,
            pool,
        }
    }

    fn get_id(&self, provider: &str, token: &str) -> Result<String, Refusal> {
        self.cloud
            .get_id_of(&self.pool, &json!({ provider: token }))
    }

    fn google(&self, claims: &Value) -> String {
        self.google.token(self.cloud.now(), claims)
    }

    fn tenant(&self, claims: &Value) -> String {
        self.tenant.token(self.cloud.now(), claims)
    }
}

#[test]
fn a_person_at_google_is_one_identity_with_every_application() {
    let world = World::new();
    let get_id = |claims: Value| world.get_id("accounts.google.com", &world.google(&claims));
    let found = get_id(json!({ "aud": "web" })).unwrap();
    assert_eq!(get_id(json!({ "aud": "phone" })).unwrap(), found);
    assert_ne!(
        get_id(json!({ "aud": "web", "sub": "other" })).unwrap(),
        found
    );
    let incorrect = "Invalid login token. Incorrect token audience.";
    assert_eq!(get_id(json!({ "aud": "other" })), not_authorized(incorrect));
}

#[test]
fn bad_tokens_are_refused_in_the_services_words() {
    let world = World::new();
    let now = world.cloud.now();
    let refused = |token: &str, what: &str| {
        let answer = world.get_id("accounts.google.com", token);
        assert_eq!(
            answer,
            not_authorized(&format!("Invalid login token. {what}"))
        );
    };
    refused("garbage", "Not a valid OpenId Connect identity token.");
    let tenants = world.tenant(&json!({ "aud": "web" }));
    refused(&tenants, "Issuer doesn't match providerName");
    let expired = world.google(&json!({ "aud": "web", "exp": now }));
    refused(&expired, &format!("Token expired: {now} >= {now}"));
    let early = world.google(&json!({ "aud": "web", "nbf": now + 9 }));
    refused(
        &early,
        &format!("Token is not valid yet: {now} < {}", now + 9),
    );
    let nameless = world.google(&json!({ "aud": "web", "sub": null }));
    refused(&nameless, "Missing a required claim: sub");
    let impostor = Issuer::new("https://accounts.google.com");
    let forged = impostor.token(now, &json!({ "aud": "web" }));
    refused(&forged, "Couldn't verify signed token.");
}

#[test]
fn an_openid_connect_provider_is_known_by_its_arn() {
    let world = World::new();
    let provider = "login.example.com/tenant";
    let logins = json!({ provider: world.tenant(&json!({})) });
    let found = world.cloud.get_id_of(&world.pool, &logins).unwrap();
    let input = json!({ "IdentityId": found, "Logins": logins });
    let token = world.cloud.expect("GetOpenIdToken", &input)["Token"].clone();
    let method = format!("{ARN}:OIDC:person");
    let expected = json!(["authenticated", provider, method]);
    assert_eq!(claims(&token)["amr"], expected);
    assert!(world.cloud.get_credentials(&found, &logins).is_ok());
    // Another pool does not know it.
    let unsupported = "Token is not from a supported provider of this identity pool.";
    let stranger = &world.cloud.identity_pool;
    assert_eq!(
        world.cloud.get_id_of(stranger, &logins),
        not_authorized(unsupported)
    );
}

#[test]
fn a_rule_on_an_outside_claim_gives_the_role() {
    let world = World::new();
    let rule = json!({
        "Claim": "team", "MatchType": "Equals", "Value": "blue", "RoleARN": GUEST_ROLE,
    });
    let mapping = json!({
        "Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": { "Rules": [rule] },
    });
    let mappings = json!({ "login.example.com/tenant": mapping });
    world.cloud.set_roles(&world.pool, &mappings);
    let credentials = |team: &str| {
        let token = world.tenant(&json!({ "team": team }));
        let logins = json!({ "login.example.com/tenant": token });
        let found = world.cloud.get_id_of(&world.pool, &logins).unwrap();
        world.cloud.get_credentials(&found, &logins)
    };
    let given = credentials("blue").unwrap()["Credentials"].clone();
    let who = world
        .cloud
        .signed_sts(&given, &[("Action", "GetCallerIdentity")]);
    assert!(who.element("Arn").contains("assumed-role/guest/"));
    let (code, _) = credentials("red").unwrap_err();
    assert_eq!(code, "NotAuthorizedException");
}

#[test]
fn opaque_tokens_are_taken_only_where_it_was_said() {
    let world = World::new();
    let first = world.get_id("graph.facebook.com", "token-1").unwrap();
    assert_eq!(
        world.get_id("graph.facebook.com", "token-1").unwrap(),
        first
    );
    assert_ne!(
        world.get_id("graph.facebook.com", "token-2").unwrap(),
        first
    );
    for provider in ["www.amazon.com", "appleid.apple.com"] {
        let (code, text) = world.get_id(provider, "token").unwrap_err();
        assert_eq!(code, "NotAuthorizedException");
        let said = format!("no keys to verify a token of '{provider}'");
        assert!(text.contains(&said), "{text}");
    }
}

#[test]
fn saml_is_refused_in_plain_words() {
    let world = World::new();
    let text = "Invalid login token. This server does not verify SAML assertions.";
    assert_eq!(world.get_id(SAML, "assertion"), not_authorized(text));
}

#[test]
fn logins_of_several_providers_are_linked_to_one_identity() {
    let world = World::new();
    let cloud = &world.cloud;
    let google = json!({ "accounts.google.com": world.google(&json!({ "aud": "web" })) });
    let found = cloud.get_id_of(&world.pool, &google).unwrap();
    let mut both = google.clone();
    both["login.example.com/tenant"] = json!(world.tenant(&json!({})));
    cloud.get_credentials(&found, &both).unwrap();
    let tenant = json!({ "login.example.com/tenant": both["login.example.com/tenant"] });
    assert_eq!(cloud.get_id_of(&world.pool, &tenant).unwrap(), found);
    // Without one, the other still leads there.
    let input = json!({
        "IdentityId": found, "Logins": google, "LoginsToRemove": ["accounts.google.com"],
    });
    cloud.expect("UnlinkIdentity", &input);
    assert_eq!(cloud.get_id_of(&world.pool, &tenant).unwrap(), found);
    let new = cloud.get_id_of(&world.pool, &google).unwrap();
    assert_ne!(new, found);
    // Now they are two people.
    let (code, _) = cloud.get_id_of(&world.pool, &both).unwrap_err();
    assert_eq!(code, "ResourceConflictException");
}

#[test]
fn sts_takes_the_token_itself_where_a_role_trusts_its_issuer() {
    let statement = json!({
        "Effect": "Allow",
        "Principal": { "Federated": ARN },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringEquals": { "login.example.com/tenant:sub": "person" } },
    });
    let role = json!({ "Arn": ROLE, "AssumeRolePolicyDocument": { "Statement": statement } });
    let world = World::with_roles(&json!([role]));
    let assume = |role: &str, token: &str| {
        world.cloud.sts(&[
            ("Action", "AssumeRoleWithWebIdentity"),
            ("RoleArn", role),
            ("RoleSessionName", "direct"),
            ("WebIdentityToken", token),
        ])
    };
    let token = world.tenant(&json!({}));
    let answer = assume(ROLE, &token);
    answer.credentials();
    assert_eq!(
        answer.element("Provider"),
        "https://login.example.com/tenant"
    );
    assert_eq!(answer.element("SubjectFromWebIdentityToken"), "person");
    assert_eq!(answer.element("Audience"), "application");
    let denied = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
    let other = world.tenant(&json!({ "sub": "other" }));
    assume(ROLE, &other).refused(403, "AccessDenied", denied);
    assume(GUEST_ROLE, &token).refused(403, "AccessDenied", denied);
    let google = world.google(&json!({}));
    assume(ROLE, &google).refused(403, "AccessDenied", denied);
    world.cloud.pass(3600);
    let now = world.cloud.now();
    let expired = format!(
        "Token expired: current date/time {now} must be before the expiration date/time {now}"
    );
    assume(ROLE, &token).refused(400, "ExpiredTokenException", &expired);
}
