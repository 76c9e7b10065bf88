//! The answers of the query protocol.

use super::VERSION;

/// The answer of an action whose result has these elements.
pub(super) fn success(action: &str, result: &str, request_id: &str) -> String {
    let metadata = format!("<ResponseMetadata>{}</ResponseMetadata>", id(request_id));
    let result = format!("<{action}Result>{result}</{action}Result>");
    let namespace = format!("https://sts.amazonaws.com/doc/{VERSION}/");
    format!("<{action}Response xmlns=\"{namespace}\">{result}{metadata}</{action}Response>\n")
}

/// A refusal by STS.
pub(super) fn error(code: &str, message: &str, request_id: &str) -> String {
    refusal(
        &format!("https://sts.amazonaws.com/doc/{VERSION}/"),
        code,
        message,
        request_id,
    )
}

/// The refusal of an action that is not known, which the front end of the query services gives.
pub(super) fn unknown_action(action: &str, version: &str, request_id: &str) -> String {
    let message = format!("Could not find operation {action} for version {version}");
    let namespace = "http://webservices.amazon.com/AWSFault/2005-15-09";
    refusal(namespace, "InvalidAction", &message, request_id)
}

fn refusal(namespace: &str, code: &str, message: &str, request_id: &str) -> String {
    let side = if code == "InternalFailure" {
        "Receiver"
    } else {
        "Sender"
    };
    let parts = [("Type", side), ("Code", code), ("Message", message)];
    let parts: String = parts
        .iter()
        .map(|(name, text)| element(name, text))
        .collect();
    let id = id(request_id);
    format!("<ErrorResponse xmlns=\"{namespace}\"><Error>{parts}</Error>{id}</ErrorResponse>\n")
}

/// An element that holds text.
pub(super) fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>", escape(text))
}

fn id(request_id: &str) -> String {
    element("RequestId", request_id)
}

/// Text as XML 1.0 may carry it: markup escaped, characters that it forbids replaced.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\u{0}'..='\u{8}'
            | '\u{b}'
            | '\u{c}'
            | '\u{e}'..='\u{1f}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            other => escaped.push(other),
        }
    }
    escaped
}
