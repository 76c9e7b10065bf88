//! `AssumeRoleWithWebIdentity`: sessions for the tokens of identity pools.

use serde_json::{Value, json};

use super::harness::{Cloud, GUEST_ROLE, ROLE, Xml, json_answer, text};
use crate::core::Settings;
use crate::roles::Role;
use crate::trust::Trust;

const OTHER: &str = "arn:aws:iam::123456789012:role/other";

/// A pool with the classic flow, and the token of somebody in it.
struct Classic {
    cloud: Cloud,
    pool: String,
}

impl Classic {
    fn new() -> Self {
        Self::with_roles(&json!([]))
    }

    /// With these roles described.
    fn with_roles(roles: &Value) -> Self {
        let mut settings = Settings::new("http://127.0.0.1:9229");
        let list = json!({ "Roles": roles }).to_string();
        let roles = Role::parse_list(&list).unwrap();
        settings.trust = roles.into_iter().fold(Trust::default(), Trust::role);
        let cloud = Cloud::with(settings, &json!({}));
        let pool = cloud.identity_pool_with(&json!({
            "AllowClassicFlow": true, "AllowUnauthenticatedIdentities": true,
        }));
        Self { cloud, pool }
    }

    fn token(&self, logins: &Value) -> String {
        let identity = self.cloud.get_id_of(&self.pool, logins).unwrap();
        let input = json!({ "IdentityId": identity, "Logins": logins });
        text(&self.cloud.expect("GetOpenIdToken", &input)["Token"])
    }

    fn anns(&self) -> String {
        self.token(&self.cloud.logins("ann"))
    }

    fn assume(&self, role: &str, token: &str, more: &[(&str, &str)]) -> Xml {
        let own = [
            ("Action", "AssumeRoleWithWebIdentity"),
            ("RoleArn", role),
            ("RoleSessionName", "session"),
            ("WebIdentityToken", token),
        ];
        self.cloud.sts(&[own.as_slice(), more].concat())
    }

    fn refused_to_trust(&self, role: &str, token: &str) {
        let denied = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
        self.assume(role, token, &[])
            .refused(403, "AccessDenied", denied);
    }
}

#[test]
fn a_token_becomes_credentials_of_the_pools_role() {
    let classic = Classic::new();
    let identity = classic
        .cloud
        .get_id_of(&classic.pool, &classic.cloud.logins("ann"))
        .unwrap();
    let answer = classic.assume(ROLE, &classic.anns(), &[]);
    let credentials = answer.credentials();
    let arn = "arn:aws:sts::123456789012:assumed-role/signed-in/session";
    assert_eq!(answer.element("Arn"), arn);
    assert!(answer.element("AssumedRoleId").ends_with(":session"));
    assert_eq!(answer.element("SubjectFromWebIdentityToken"), identity);
    assert_eq!(answer.element("Provider"), "cognito-identity.amazonaws.com");
    assert_eq!(answer.element("Audience"), classic.pool);
    assert_eq!(answer.find("PackedPolicySize"), None);
    let expected = jiff::Timestamp::from_second(classic.cloud.now() + 3600).unwrap();
    assert_eq!(answer.element("Expiration"), expected.to_string());
    let who = classic
        .cloud
        .signed_sts(&credentials, &[("Action", "GetCallerIdentity")]);
    assert_eq!(who.element("Arn"), arn);
    assert_eq!(who.element("UserId"), answer.element("AssumedRoleId"));
}

#[test]
fn credentials_last_as_long_as_asked_and_no_longer() {
    let classic = Classic::new();
    let duration = [("DurationSeconds", "900")];
    let answer = classic.assume(ROLE, &classic.anns(), &duration);
    let credentials = answer.credentials();
    let who = [("Action", "GetCallerIdentity")];
    classic.cloud.pass(899);
    assert_eq!(classic.cloud.signed_sts(&credentials, &who).status, 200);
    classic.cloud.pass(1);
    let expired = "The security token included in the request is expired";
    classic
        .cloud
        .signed_sts(&credentials, &who)
        .refused(403, "ExpiredToken", expired);
    let list = "AWSCognitoIdentityService.ListIdentityPools";
    let answer = classic
        .cloud
        .signed("cognito-identity", list, &credentials, "{}");
    let refusal = json_answer(&answer).unwrap_err();
    assert_eq!(
        refusal,
        ("ExpiredTokenException".to_owned(), expired.to_owned())
    );
}

#[test]
fn a_role_says_how_long_its_sessions_last() {
    let trusting = json!({ "Statement": {
        "Effect": "Allow", "Principal": "*", "Action": "sts:*",
    } });
    let classic = Classic::with_roles(&json!([{
        "Arn": OTHER, "MaxSessionDuration": 7200, "AssumeRolePolicyDocument": trusting,
    }]));
    let token = classic.anns();
    let too_long =
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    for (role, seconds, granted) in [
        (ROLE, "3600", true),
        (ROLE, "3601", false),
        (OTHER, "7200", true),
        (OTHER, "7201", false),
    ] {
        let answer = classic.assume(role, &token, &[("DurationSeconds", seconds)]);
        if granted {
            answer.credentials();
        } else {
            answer.refused(400, "ValidationError", too_long);
        }
    }
    for (seconds, constraint) in [
        ("899", "value greater than or equal to 900"),
        ("43201", "value less than or equal to 43200"),
    ] {
        let text = format!(
            "1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy \
             constraint: Member must have {constraint}"
        );
        let answer = classic.assume(OTHER, &token, &[("DurationSeconds", seconds)]);
        answer.refused(400, "ValidationError", &text);
    }
}

#[test]
fn only_the_roles_that_the_pool_names_trust_it() {
    let classic = Classic::new();
    let (ann, guest) = (classic.anns(), classic.token(&json!({})));
    classic.assume(GUEST_ROLE, &guest, &[]).credentials();
    classic.refused_to_trust(ROLE, &guest);
    classic.refused_to_trust(GUEST_ROLE, &ann);
    classic.refused_to_trust(OTHER, &ann);
    // A rule names a role, and so does a group of the user pool.
    let rule = json!({ "Claim": "sub", "MatchType": "Equals", "Value": "x", "RoleARN": OTHER });
    let mapping = json!({
        "Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": { "Rules": [rule] },
    });
    classic
        .cloud
        .set_roles(&classic.pool, &json!({ "key": mapping }));
    classic.assume(OTHER, &ann, &[]).credentials();
    let grouped = "arn:aws:iam::123456789012:role/grouped";
    classic.refused_to_trust(grouped, &ann);
    let group = json!({
        "UserPoolId": classic.cloud.user_pool, "GroupName": "g", "RoleArn": grouped,
    });
    classic.cloud.user_pools("CreateGroup", &group);
    classic.assume(grouped, &ann, &[]).credentials();
    classic.refused_to_trust(grouped, &guest);
}

#[test]
fn a_described_role_trusts_whom_its_policy_says() {
    let policy = |kind: &str| {
        json!({ "Statement": {
            "Effect": "Allow",
            "Principal": { "Federated": "cognito-identity.amazonaws.com" },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "ForAnyValue:StringLike": {
                "cognito-identity.amazonaws.com:amr": kind,
            } },
        } })
    };
    let classic = Classic::with_roles(&json!([
        { "Arn": OTHER, "AssumeRolePolicyDocument": policy("authenticated") },
        { "Arn": ROLE, "AssumeRolePolicyDocument": policy("login.example") },
    ]));
    let (ann, guest) = (classic.anns(), classic.token(&json!({})));
    classic.assume(OTHER, &ann, &[]).credentials();
    classic.refused_to_trust(OTHER, &guest);
    // Being named by the pool is no longer enough, neither here nor in the enhanced flow.
    classic.refused_to_trust(ROLE, &ann);
    let logins = classic.cloud.logins("ann");
    let identity = classic.cloud.get_id_of(&classic.pool, &logins).unwrap();
    let (code, _) = classic
        .cloud
        .get_credentials(&identity, &logins)
        .unwrap_err();
    assert_eq!(code, "InvalidIdentityPoolConfigurationException");
}

#[test]
fn tags_need_a_role_that_lets_sessions_be_tagged() {
    let policy = |actions: &Value| json!({ "Statement": { "Effect": "Allow", "Principal": "*", "Action": actions } });
    let web_identity = "sts:AssumeRoleWithWebIdentity";
    let classic = Classic::with_roles(&json!([
        { "Arn": OTHER, "AssumeRolePolicyDocument": policy(&json!(web_identity)) },
        { "Arn": ROLE, "AssumeRolePolicyDocument": policy(&json!([web_identity, "sts:TagSession"])) },
    ]));
    let map = json!({
        "IdentityPoolId": classic.pool, "IdentityProviderName": classic.cloud.provider,
        "PrincipalTags": { "name": "cognito:username" },
    });
    classic.assume(OTHER, &classic.anns(), &[]).credentials();
    classic.cloud.expect("SetPrincipalTagAttributeMap", &map);
    let tagged = classic.anns();
    classic.refused_to_trust(OTHER, &tagged);
    let answer = classic.assume(ROLE, &tagged, &[]);
    assert_eq!(answer.element("PackedPolicySize"), "1");
}

#[test]
fn a_bad_token_is_refused_in_the_words_of_sts() {
    let classic = Classic::new();
    let token = classic.anns();
    let refused = |token: &str, code: &str, message: &str| {
        classic.assume(ROLE, token, &[]).refused(400, code, message);
    };
    let no_token = "The ID Token provided is not a valid JWT. (You may see this error if you sent \
                    an Access Token)";
    refused("garbage", "InvalidIdentityToken", no_token);
    let (signed, _) = token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.AAAA");
    let unverified = "The signature of the token does not verify.";
    refused(&forged, "InvalidIdentityToken", unverified);
    let foreign = classic.cloud.id_token("ann");
    let issuer = format!("http://127.0.0.1:9229/{}", classic.cloud.user_pool);
    let unknown = format!("No OpenIDConnect provider found in your account for {issuer}");
    refused(&foreign, "InvalidIdentityToken", &unknown);
    classic.cloud.pass(600);
    let now = classic.cloud.now();
    let expired = format!(
        "Token expired: current date/time {now} must be before the expiration date/time {now}"
    );
    refused(&token, "ExpiredTokenException", &expired);
}

#[test]
fn the_token_of_an_identity_that_is_gone_is_rejected() {
    let classic = Classic::new();
    let logins = classic.cloud.logins("ann");
    let identity = classic.cloud.get_id_of(&classic.pool, &logins).unwrap();
    let token = classic.anns();
    let input = json!({ "IdentityIdsToDelete": [identity] });
    classic.cloud.expect("DeleteIdentities", &input);
    let gone = format!("Identity '{identity}' not found.");
    classic
        .assume(ROLE, &token, &[])
        .refused(403, "IDPRejectedClaim", &gone);
}

#[test]
fn what_the_model_does_not_allow_is_refused() {
    let classic = Classic::new();
    let token = classic.anns();
    let missing = classic
        .cloud
        .sts(&[("Action", "AssumeRoleWithWebIdentity")]);
    let null = |value: &str, name: &str| {
        format!("{value} at '{name}' failed to satisfy constraint: Member must not be null")
    };
    let text = format!(
        "3 validation errors detected: {}; {}; {}",
        null("Value null", "roleArn"),
        null("Value null", "roleSessionName"),
        null("Value", "webIdentityToken")
    );
    missing.refused(400, "ValidationError", &text);
    let user = "arn:aws:iam::123456789012:user/ann";
    let invalid = format!("{user} is invalid");
    classic
        .assume(user, &token, &[])
        .refused(400, "ValidationError", &invalid);
    let answer = classic.assume(ROLE, &token, &[("DurationSeconds", "long")]);
    assert_eq!(answer.status, 400);
}

#[test]
fn a_session_policy_is_read_and_measured() {
    let classic = Classic::new();
    let token = classic.anns();
    let policy = json!({ "Version": "2012-10-17", "Statement": [] }).to_string();
    let answer = classic.assume(ROLE, &token, &[("Policy", &policy)]);
    assert_eq!(answer.element("PackedPolicySize"), "2");
    for (policy, message) in [
        ("{", "This policy contains invalid Json"),
        ("{}", "The policy has no Statement."),
    ] {
        let answer = classic.assume(ROLE, &token, &[("Policy", policy)]);
        answer.refused(400, "MalformedPolicyDocument", message);
    }
    let long = json!({ "Statement": ["x".repeat(1000)] }).to_string();
    let arn = format!("arn:aws:iam::123456789012:policy/{}", "x".repeat(1100));
    let large = [
        ("Policy", long.as_str()),
        ("PolicyArns.member.1.arn", arn.as_str()),
    ];
    let text = "Packed policy consumes 106% of allotted space, please use smaller policy.";
    classic
        .assume(ROLE, &token, &large)
        .refused(400, "PackedPolicyTooLarge", text);
}

#[test]
fn any_parameters_are_answered() {
    let classic = Classic::new();
    let mut runner = proptest::test_runner::TestRunner::default();
    let names = proptest::collection::vec(
        "(Tags|PolicyArns|member|1|[A-Za-z.]){1,6}(\\.[a-z0-9]{0,3}){0,8}",
        0..5,
    );
    runner
        .run(&names, |names| {
            let mut form: Vec<(&str, &str)> =
                names.iter().map(|name| (name.as_str(), "1")).collect();
            form.push(("Action", "AssumeRoleWithWebIdentity"));
            let answer = classic.cloud.sts(&form);
            proptest::prop_assert_eq!(answer.status, 400);
            Ok(())
        })
        .unwrap();
}
