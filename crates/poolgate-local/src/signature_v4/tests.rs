//! AWS's published vectors, agreement with the SDK's signer, and everything that must be refused.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4;
use poolgate_flow::ErrorCode;
use proptest::prelude::*;

use super::*;

/// The key of all published vectors.
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
/// 2015-08-30 12:36:00 UTC.
const NOW: UnixTime = UnixTime::from_seconds(1_440_938_160);

fn authorization(headers: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders={headers}, Signature={signature}"
    )
}

/// A request of the published test suite.
fn published<'a>(
    method: &'a str,
    path: &'a str,
    query: &'a str,
    headers: &'a [(&'a str, &'a str)],
) -> Request<'a> {
    Request {
        method,
        path,
        query,
        headers,
        body: b"",
    }
}

fn verify(request: &Request<'_>) -> Result<(), ServiceError> {
    SignedRequest::parse(request)?.verify(SECRET_KEY, "service", NOW)
}

const GET_VANILLA: &str = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

/// The request of the vector `get-vanilla` with one header replaced.
fn vanilla(replaced: (&str, &str)) -> Vec<(String, String)> {
    let authorization = authorization("host;x-amz-date", GET_VANILLA);
    let headers = [
        ("host", "example.amazonaws.com"),
        ("x-amz-date", "20150830T123600Z"),
        ("authorization", authorization.as_str()),
    ];
    let replace = |(name, value): (&str, &str)| {
        let value = if name == replaced.0 {
            replaced.1
        } else {
            value
        };
        (name.to_owned(), value.to_owned())
    };
    headers.into_iter().map(replace).collect()
}

fn verify_vanilla(replaced: (&str, &str), now: UnixTime) -> Result<(), ServiceError> {
    let headers = vanilla(replaced);
    let headers: Vec<_> = headers
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let request = published("GET", "/", "", &headers);
    SignedRequest::parse(&request)?.verify(SECRET_KEY, "service", now)
}

/// A vector of the Signature Version 4 test suite that AWS publishes.
#[track_caller]
fn published_vector(
    method: &str,
    query: &str,
    own_headers: &[(&str, &str)],
    signed_headers: &str,
    signature: &str,
) {
    let authorization = authorization(signed_headers, signature);
    let mut headers = own_headers.to_vec();
    headers.extend([
        ("host", "example.amazonaws.com"),
        ("x-amz-date", "20150830T123600Z"),
        ("authorization", authorization.as_str()),
    ]);
    assert_eq!(verify(&published(method, "/", query, &headers)), Ok(()));
}

#[test]
fn get_vanilla() {
    published_vector("GET", "", &[], "host;x-amz-date", GET_VANILLA);
}

#[test]
fn post_vanilla() {
    let signature = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
    published_vector("POST", "", &[], "host;x-amz-date", signature);
}

#[test]
fn get_vanilla_query_order_key_case() {
    let query = "Param2=value2&Param1=value1";
    let signature = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
    published_vector("GET", query, &[], "host;x-amz-date", signature);
}

#[test]
fn get_header_value_trim() {
    let headers = [("my-header1", " value1"), ("my-header2", " \"a   b   c\"")];
    let signature = "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736";
    published_vector(
        "GET",
        "",
        &headers,
        "host;my-header1;my-header2;x-amz-date",
        signature,
    );
}

#[test]
fn get_header_key_duplicate() {
    let headers = ["value2", "value2", "value1"].map(|value| ("my-header1", value));
    let signature = "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea";
    published_vector("GET", "", &headers, "host;my-header1;x-amz-date", signature);
}

#[track_caller]
fn refused(replaced: (&str, &str), code: ErrorCode, text: &str) {
    let error = verify_vanilla(replaced, NOW).unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (code, text));
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
    provided. Check your AWS Secret Access Key and signing method. Consult the service \
    documentation for details.";

#[test]
fn an_altered_request_does_not_verify() {
    refused(
        ("host", "example.amazonaws.org"),
        ErrorCode::InvalidSignature,
        MISMATCH,
    );
    let flipped = GET_VANILLA.replacen('5', "4", 1);
    for signature in [flipped.as_str(), "", "5f", "zz", &GET_VANILLA[..63]] {
        let altered = authorization("host;x-amz-date", signature);
        let error = verify_vanilla(("authorization", &altered), NOW).unwrap_err();
        let expected = [ErrorCode::InvalidSignature, ErrorCode::IncompleteSignature];
        assert!(expected.contains(&error.code), "{signature}");
    }
}

#[test]
fn a_missing_or_malformed_signature_is_said_to_be_one() {
    let missing = "Missing Authentication Token";
    refused(
        ("authorization", ""),
        ErrorCode::MissingAuthenticationToken,
        missing,
    );
    refused(
        ("authorization", "Bearer x"),
        ErrorCode::MissingAuthenticationToken,
        missing,
    );
    refused(
        ("authorization", "AWS4-HMAC-SHA512 Credential=a"),
        ErrorCode::IncompleteSignature,
        "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'.",
    );
    refused(
        ("authorization", "AWS4-HMAC-SHA256"),
        ErrorCode::IncompleteSignature,
        "Authorization header requires 'Credential' parameter. Authorization header requires \
         'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. \
         Authorization=AWS4-HMAC-SHA256",
    );
    refused(
        (
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=00",
        ),
        ErrorCode::IncompleteSignature,
        "Credential must have exactly 5 slash-delimited elements, e.g. \
         keyid/date/region/service/term, got 'a/b'",
    );
    refused(
        ("x-amz-date", ""),
        ErrorCode::IncompleteSignature,
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. \
         Authorization=AWS4-HMAC-SHA256",
    );
    refused(
        ("x-amz-date", "20150231T123600Z"),
        ErrorCode::IncompleteSignature,
        "Date must be in ISO-8601 'basic format'. Got '20150231T123600Z'. See \
         http://en.wikipedia.org/wiki/ISO_8601",
    );
}

#[test]
fn a_wrong_scope_is_said_to_be_one() {
    let wrong = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150829/us-east-1/s3/aws5_request, \
                 SignedHeaders=host;x-amz-date, Signature=00";
    refused(
        ("authorization", wrong),
        ErrorCode::InvalidSignature,
        "Credential should be scoped to correct service: 'service'. Credential should be scoped \
         with a valid terminator: 'aws4_request', not 'aws5_request'. Date in Credential scope \
         does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20150829' != \
         '20150830', from '20150830T123600Z'.",
    );
    let unsigned_host = authorization("x-amz-date", GET_VANILLA);
    refused(
        ("authorization", &unsigned_host),
        ErrorCode::InvalidSignature,
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
}

#[test]
fn the_date_may_be_fifteen_minutes_off() {
    let at = |seconds| verify_vanilla(("", ""), NOW.plus_seconds(seconds));
    assert_eq!(at(900), Ok(()));
    assert_eq!(at(-900), Ok(()));
    assert_eq!(
        at(901).unwrap_err().message,
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z \
         (20150830T125101Z - 15 min.)"
    );
    assert_eq!(
        at(-901).unwrap_err().message,
        "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z \
         (20150830T122059Z + 15 min.)"
    );
}

/// The headers of a request as the AWS SDK signs it.
fn sdk_headers(uri: &str, body: &[u8], secret_key: &str) -> Vec<(String, String)> {
    let credentials = Credentials::new(
        "ASIAEXAMPLE",
        secret_key,
        Some("t0ken".into()),
        None,
        "test",
    );
    let identity = credentials.into();
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region("eu-central-1")
        .name("sts")
        .time(SystemTime::UNIX_EPOCH + Duration::from_millis(NOW.milliseconds().unsigned_abs()))
        .settings(SigningSettings::default())
        .build()
        .unwrap()
        .into();
    let headers = [
        ("host", "127.0.0.1:9229"),
        ("x-amz-target", "Service.Operation"),
    ];
    let request =
        SignableRequest::new("POST", uri, headers.into_iter(), SignableBody::Bytes(body)).unwrap();
    let (instructions, _) = sign(request, &parameters).unwrap().into_parts();
    let added = instructions
        .headers()
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let own = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    own.into_iter().chain(added).collect()
}

fn verify_sdk(query: &str, body: &[u8], signed: &[(String, String)], secret_key: &str) -> bool {
    let headers: Vec<_> = signed
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let request = Request {
        method: "POST",
        path: "/",
        query,
        headers: &headers,
        body,
    };
    let signed = SignedRequest::parse(&request).unwrap();
    assert_eq!(signed.access_key_id(), "ASIAEXAMPLE");
    assert_eq!(signed.security_token(), Some("t0ken"));
    signed.verify(secret_key, "sts", NOW).is_ok()
}

proptest! {
    #[test]
    fn what_the_sdk_signs_verifies_and_nothing_else(
        body: Vec<u8>,
        secret_key in "[A-Za-z0-9/+]{40}",
        parameters in proptest::collection::vec(("[A-Za-z0-9_.~-]{1,8}", "[A-Za-z0-9]{0,8}"), 0..4),
        position: proptest::sample::Index,
    ) {
        let query: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let query = query.join("&");
        let separator = if query.is_empty() { "" } else { "?" };
        let uri = format!("http://127.0.0.1:9229/{separator}{query}");
        let signed = sdk_headers(&uri, &body, &secret_key);
        prop_assert!(verify_sdk(&query, &body, &signed, &secret_key));
        prop_assert!(!verify_sdk(&query, &body, &signed, &secret_key[1..]));
        let longer_query = format!("{query}&x=1");
        prop_assert!(!verify_sdk(&longer_query, &body, &signed, &secret_key));
        let mut altered = body.clone();
        altered.push(0);
        let position = position.index(altered.len());
        altered[position] ^= 1;
        prop_assert!(!verify_sdk(&query, &altered, &signed, &secret_key));
    }

    #[test]
    fn any_header_is_answered(header: String, date: String, path: String, query: String) {
        for header in [header.clone(), format!("AWS4-HMAC-SHA256 {header}")] {
            let headers = [("authorization", header.as_str()), ("x-amz-date", date.as_str())];
            prop_assert!(verify(&published("GET", &path, &query, &headers)).is_err());
        }
    }

    #[test]
    fn any_parameters_are_answered(
        credential in "[A-Z0-9/]{0,40}", headers in "[a-z;-]{0,20}", signature in "[0-9a-g]{0,66}",
    ) {
        let header = format!(
            "AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={headers},Signature={signature}"
        );
        let result = verify_vanilla(("authorization", &header), NOW);
        prop_assert!(result.is_err());
    }
}
