use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use poolgate_flow::AppClient;
use zeroize::Zeroizing;

use super::token_endpoint::Form;

/// How an app client says who it is (RFC 6749 2.3.1).
#[derive(Debug)]
pub(super) enum ClientAuthentication<'a> {
    /// A public client names itself.
    None(&'a AppClient),
    /// Its secret goes into the header.
    Basic(&'a AppClient),
    /// Its secret goes into the form.
    Post(&'a AppClient),
}

impl<'a> ClientAuthentication<'a> {
    pub(super) fn of(app: &'a AppClient) -> Self {
        let Some(secret) = app.secret() else {
            return Self::None(app);
        };
        // RFC 6749 has both parts encoded before they become base64, the service's documentation
        // does not. Where that makes a difference, in a form it makes none: protocol.md 6.2 has
        // both places.
        let is_same_encoded = |text: &str| {
            let is_plain =
                |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
            text.bytes().all(is_plain)
        };
        if is_same_encoded(app.client_id().as_str()) && is_same_encoded(secret.expose()) {
            Self::Basic(app)
        } else {
            Self::Post(app)
        }
    }

    /// Adds what goes into the form, and gives what goes into the header.
    pub(super) fn apply(&self, form: &mut Form) -> Option<Zeroizing<String>> {
        let (Self::None(app) | Self::Basic(app) | Self::Post(app)) = self;
        let client_id = app.client_id().as_str();
        form.append("client_id", client_id);
        let secret = app.secret()?.expose();
        if matches!(self, Self::Post(_)) {
            form.append("client_secret", secret);
            return None;
        }
        let pair = Zeroizing::new(format!("{client_id}:{secret}"));
        let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
        Some(Zeroizing::new(format!("Basic {}", *encoded)))
    }
}

#[cfg(test)]
mod tests {
    use poolgate_flow::ClientSecret;

    use super::*;

    fn applied(secret: Option<&str>) -> (Option<String>, String) {
        let (pool, client) = (
            "eu-west-1_E".parse().unwrap(),
            "djc98u3jiedmi283eu928".parse(),
        );
        let client = client.unwrap();
        let app = match secret {
            Some(secret) => {
                let secret = ClientSecret::new(secret.to_owned()).unwrap();
                AppClient::confidential(pool, client, secret)
            }
            None => AppClient::public(pool, client),
        };
        let mut form = Form::empty();
        let header = ClientAuthentication::of(&app).apply(&mut form);
        (
            header.map(|header| header.to_string()),
            form.as_str().to_owned(),
        )
    }

    #[test]
    fn a_public_client_names_itself() {
        assert_eq!(
            applied(None),
            (None, "client_id=djc98u3jiedmi283eu928".to_owned())
        );
    }

    #[test]
    fn a_secret_goes_into_the_header_as_in_the_developer_guide() {
        // The token endpoint's page: client djc98u3jiedmi283eu928, secret abcdef01234567890.
        let (header, form) = applied(Some("abcdef01234567890"));
        let expected = "Basic ZGpjOTh1M2ppZWRtaTI4M2V1OTI4OmFiY2RlZjAxMjM0NTY3ODkw";
        assert_eq!(header.as_deref(), Some(expected));
        assert!(!form.contains("secret"), "{form}");
    }

    #[test]
    fn a_secret_that_encoding_would_change_goes_into_the_form() {
        let (header, form) = applied(Some("a+b"));
        assert_eq!(header, None);
        assert!(form.ends_with("&client_secret=a%2Bb"), "{form}");
    }
}
