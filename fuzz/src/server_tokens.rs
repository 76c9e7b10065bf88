//! Tokens that come back to the server.

use std::cell::OnceCell;

use serde_json::{Value, json};

use crate::server::{Server, answer, check, text};

thread_local! {
    /// Kept from input to input: to make its keys takes longer than a thousand inputs.
    static FIXTURE: OnceCell<Fixture> = const { OnceCell::new() };
}

struct Fixture {
    server: Server,
    tokens: Value,
}

/// Presents a token wherever one is taken. `@ACCESS@`, `@ID@` and `@REFRESH@` in the input stand for
/// genuine ones, so that it may be about a part of one.
///
/// # Panics
///
/// If anything but a genuine token is believed.
pub fn server_tokens(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else {
        return;
    };
    FIXTURE.with(|fixture| fixture.get_or_init(Fixture::new).present(input));
}

impl Fixture {
    fn new() -> Self {
        let server = Server::simple();
        let tokens = server.sign_in("demo")["AuthenticationResult"].clone();
        Self { server, tokens }
    }

    fn present(&self, input: &str) {
        let genuine = |member: &str| text(&self.tokens[member]);
        let token = input
            .replace("@ACCESS@", &genuine("AccessToken"))
            .replace("@ID@", &genuine("IdToken"))
            .replace("@REFRESH@", &genuine("RefreshToken"));
        let believed = self.call("GetUser", &json!({ "AccessToken": token }));
        assert!(!believed || token == genuine("AccessToken"), "GetUser");

        let client_id = &self.server.client_id;
        let believed = self.call(
            "GetTokensFromRefreshToken",
            &json!({ "ClientId": client_id, "RefreshToken": token }),
        );
        assert!(!believed || token == genuine("RefreshToken"), "refresh");
        // Whatever means nothing is as good as revoked, so that any answer will do.
        if token != genuine("RefreshToken") {
            self.call(
                "RevokeToken",
                &json!({ "ClientId": client_id, "Token": token }),
            );
        }
    }

    fn call(&self, operation: &str, input: &Value) -> bool {
        let response = self.server.call(operation, input.to_string().as_bytes());
        check(&response, &answer(&response));
        response.status == 200
    }
}
