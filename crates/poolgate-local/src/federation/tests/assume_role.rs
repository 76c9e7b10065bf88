//! `AssumeRole`: who may, with which tags, for how long.

use serde_json::{Value, json};

use super::harness::{Cloud, ROLE, Xml};
use crate::core::Settings;
use crate::roles::Role;
use crate::trust::Trust;

const OTHER: &str = "arn:aws:iam::123456789012:role/other";
const THIRD: &str = "arn:aws:iam::123456789012:role/third";

fn stranger() -> Value {
    json!({ "AccessKeyId": "AKIDEXAMPLE", "SecretKey": "whatever" })
}

/// A server with these roles described.
fn cloud_with(roles: &Value) -> Cloud {
    let mut settings = Settings::new("http://127.0.0.1:9229");
    let list = json!({ "Roles": roles }).to_string();
    let roles = Role::parse_list(&list).unwrap();
    settings.trust = roles.into_iter().fold(Trust::default(), Trust::role);
    Cloud::with(settings, &json!({}))
}

fn trusting(arn: &str, principal: &Value, condition: &Value) -> Value {
    json!({ "Arn": arn, "MaxSessionDuration": 43_200, "AssumeRolePolicyDocument": { "Statement": {
        "Effect": "Allow", "Principal": principal, "Action": "sts:*", "Condition": condition,
    } } })
}

fn assume(cloud: &Cloud, credentials: &Value, role: &str, more: &[(&str, &str)]) -> Xml {
    let own = [
        ("Action", "AssumeRole"),
        ("RoleArn", role),
        ("RoleSessionName", "s-1"),
    ];
    cloud.signed_sts(credentials, &[own.as_slice(), more].concat())
}

fn denied(answer: &Xml, who: &str, role: &str) {
    let text =
        format!("User: {who} is not authorized to perform: sts:AssumeRole on resource: {role}");
    answer.refused(403, "AccessDenied", &text);
}

#[test]
fn the_account_assumes_any_role_that_nobody_described() {
    let cloud = Cloud::new();
    let answer = assume(&cloud, &stranger(), OTHER, &[("DurationSeconds", "900")]);
    let credentials = answer.credentials();
    let arn = "arn:aws:sts::123456789012:assumed-role/other/s-1";
    assert_eq!(answer.element("Arn"), arn);
    let who = [("Action", "GetCallerIdentity")];
    assert_eq!(cloud.signed_sts(&credentials, &who).element("Arn"), arn);
    cloud.pass(900);
    let expired = "The security token included in the request is expired";
    cloud
        .signed_sts(&credentials, &who)
        .refused(403, "ExpiredToken", expired);
}

#[test]
fn a_session_of_a_role_assumes_no_other_by_default() {
    let cloud = Cloud::new();
    let who = "arn:aws:sts::123456789012:assumed-role/signed-in/CognitoIdentityCredentials";
    denied(
        &assume(&cloud, &cloud.credentials("ann"), OTHER, &[]),
        who,
        OTHER,
    );
}

#[test]
fn a_call_must_be_signed() {
    let cloud = Cloud::new();
    let form = [
        ("Action", "AssumeRole"),
        ("RoleArn", OTHER),
        ("RoleSessionName", "s-1"),
    ];
    let missing = "Missing Authentication Token";
    cloud
        .sts(&form)
        .refused(403, "MissingAuthenticationToken", missing);
}

#[test]
fn a_described_role_trusts_whom_its_policy_says() {
    let account = json!({ "AWS": "arn:aws:iam::000000000000:root" });
    let secret = json!({ "StringEquals": { "sts:ExternalId": "secret" } });
    let cloud = cloud_with(&json!([
        trusting(OTHER, &account, &secret),
        trusting(THIRD, &json!({ "AWS": ROLE }), &json!({})),
    ]));
    let root = "arn:aws:iam::000000000000:root";
    denied(&assume(&cloud, &stranger(), OTHER, &[]), root, OTHER);
    denied(&assume(&cloud, &stranger(), THIRD, &[]), root, THIRD);
    let external = [("ExternalId", "secret")];
    assume(&cloud, &stranger(), OTHER, &external).credentials();
    assume(&cloud, &cloud.credentials("ann"), THIRD, &[]).credentials();
}

#[test]
fn a_session_lasts_as_long_as_the_role_allows_but_an_hour_when_chained() {
    let cloud = cloud_with(&json!([trusting(OTHER, &json!("*"), &json!({}))]));
    let twelve_hours = [("DurationSeconds", "43200")];
    assume(&cloud, &stranger(), OTHER, &twelve_hours).credentials();
    let too_long =
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
    assume(&cloud, &stranger(), THIRD, &[("DurationSeconds", "3601")]).refused(
        400,
        "ValidationError",
        too_long,
    );
    let chained = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed \
                   by role chaining.";
    let ann = cloud.credentials("ann");
    assume(&cloud, &ann, OTHER, &[("DurationSeconds", "3601")]).refused(
        400,
        "ValidationError",
        chained,
    );
    assume(&cloud, &ann, OTHER, &[("DurationSeconds", "3600")]).credentials();
}

#[test]
fn transitive_tags_go_along_and_stay_as_they_are() {
    let tagged = json!({ "StringEquals": { "aws:RequestTag/team": "blue" } });
    let cloud = cloud_with(&json!([
        trusting(OTHER, &json!("*"), &json!({})),
        trusting(THIRD, &json!("*"), &tagged),
    ]));
    let tags = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "blue"),
        ("Tags.member.2.Key", "job"),
        ("Tags.member.2.Value", "x"),
        ("TransitiveTagKeys.member.1", "TEAM"),
    ];
    let first = assume(&cloud, &stranger(), OTHER, &tags);
    assert_eq!(first.element("PackedPolicySize"), "1");
    let session = first.credentials();
    assume(&cloud, &session, THIRD, &[]).credentials();
    let untagged = assume(&cloud, &stranger(), OTHER, &[]).credentials();
    let who = "arn:aws:sts::123456789012:assumed-role/other/s-1";
    denied(&assume(&cloud, &untagged, THIRD, &[]), who, THIRD);
    let other = [
        ("Tags.member.1.Key", "Team"),
        ("Tags.member.1.Value", "red"),
    ];
    assume(&cloud, &session, OTHER, &other).refused(
        400,
        "InvalidParameterValue",
        "The tag team is set by the calling session and cannot be changed.",
    );
}

#[test]
fn tags_are_checked() {
    let cloud = Cloud::new();
    let refused = |tags: &[(&str, &str)], message: &str| {
        assume(&cloud, &stranger(), OTHER, tags).refused(400, "InvalidParameterValue", message);
    };
    refused(
        &[
            ("Tags.member.1.Key", "a"),
            ("Tags.member.1.Value", "1"),
            ("Tags.member.2.Key", "A"),
            ("Tags.member.2.Value", "2"),
        ],
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
    refused(
        &[("TransitiveTagKeys.member.1", "a")],
        "The specified transitive tag key must be included in the requested tags.",
    );
}

#[test]
fn nobody_here_has_a_second_factor() {
    let cloud = Cloud::new();
    let factor = [
        ("SerialNumber", "arn:aws:iam::000000000000:mfa/ann"),
        ("TokenCode", "123456"),
    ];
    let text = "MultiFactorAuthentication failed with invalid MFA one time pass code.";
    assume(&cloud, &stranger(), OTHER, &factor).refused(403, "AccessDenied", text);
}
