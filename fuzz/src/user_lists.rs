//! The filter and the pagination token of `ListUsers`.

use std::cell::OnceCell;

use serde_json::{Value, json};

use crate::server::{Server, answer, check, text};

thread_local! {
    /// Kept from input to input: to make its keys takes longer than a thousand inputs.
    static FIXTURE: OnceCell<Fixture> = const { OnceCell::new() };
}

struct Fixture {
    server: Server,
    /// Leads from the first to the second of the pool's two users.
    token: String,
}

/// Lists users by a filter, the first line, and with a token, the second. `@TOKEN@` stands for a
/// genuine token of the list without a filter.
///
/// # Panics
///
/// If anything but the genuine token leads to a page, or a page holds more than the pool.
pub fn user_lists(input: &[u8]) {
    let Ok(input) = std::str::from_utf8(input) else {
        return;
    };
    FIXTURE.with(|fixture| fixture.get_or_init(Fixture::new).list(input));
}

impl Fixture {
    fn new() -> Self {
        let server = Server::simple();
        let first = server.expect(
            "ListUsers",
            &json!({ "UserPoolId": server.pool_id, "Limit": 1 }),
        );
        let token = text(&first["PaginationToken"]);
        Self { server, token }
    }

    fn list(&self, input: &str) {
        let (filter, token) = input.split_once('\n').unwrap_or((input, ""));
        self.page(&json!({ "Filter": filter }));
        if token.is_empty() {
            return;
        }
        let token = token.replace("@TOKEN@", &self.token);
        let led = self.page(&json!({ "PaginationToken": token }));
        assert!(!led || token == self.token, "a token that nobody gave");
        let led = self.page(&json!({ "PaginationToken": token, "Filter": filter }));
        assert!(!led || filter.trim().is_empty(), "a token of another list");
    }

    fn page(&self, input: &Value) -> bool {
        let mut input = input.clone();
        input["UserPoolId"] = self.server.pool_id.as_str().into();
        let response = self.server.call("ListUsers", input.to_string().as_bytes());
        let answer = answer(&response);
        check(&response, &answer);
        if response.status != 200 {
            return false;
        }
        let users = answer["Users"].as_array().expect("a page lists users");
        assert!(users.len() <= 2, "more users than there are");
        true
    }
}
