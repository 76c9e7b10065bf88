//! Where a developer begins: the root of a domain, and that of the server.

use serde_json::json;

use super::visitor::Visitor;
use super::{CALLBACK, site};
use crate::core::tests::Cognito;
use crate::core::tests::browser::Browser;
use crate::core::tests::harness::Demo;
use crate::hosted::{Fields, pages};
use crate::time::UnixTime;

/// A client that nobody can sign in to, on any page.
fn machine(demo: &Demo<'_>) -> String {
    demo.cognito.client(&demo.pool_id, &json!({}))
}

#[test]
fn the_root_of_a_domain_leads_to_the_sign_in_page_of_each_client() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let machine = machine(&demo);
    let visitor = Visitor::of(&demo);
    let index = visitor.go_to("/");
    assert_eq!((index.status, index.name().as_str()), (200, "index"));
    assert!(index.html.contains("<h1>test</h1>"), "{}", index.html);
    assert!(index.html.contains(CALLBACK));
    assert!(!index.html.contains(&machine));
    let link = index.link(&format!("client-{}", demo.client_id));
    assert_eq!(visitor.go_to(&link).name(), "sign-in");
    assert_eq!(
        index.link("emulator-inbox"),
        "http://127.0.0.1:9229/_poolgate/inbox"
    );
    let german = visitor.go_to("/?lang=de");
    assert!(german.html.contains("Anmeldeseiten"));
    assert!(german.html.contains("Lokaler Emulator von Poolgate"));
}

#[test]
fn the_root_is_below_the_issuer_too_and_found_without_the_slash() {
    let cognito = Cognito::new();
    let demo = site(&cognito);
    let visitor = Visitor::with(&demo, "127.0.0.1:9229", &[]);
    let index = visitor.go_to(&format!("/{}", demo.pool_id));
    assert_eq!(index.address, format!("/{}/", demo.pool_id));
    let link = index.link(&format!("client-{}", demo.client_id));
    assert!(link.starts_with(&format!("/{}/login?", demo.pool_id)));
    assert_eq!(visitor.go_to(&link).name(), "sign-in");
    let nobody = Browser::at(&cognito, "127.0.0.1:9229").get("/us-east-1_Nobody", &[]);
    assert_eq!(nobody.status, 404);
}

#[test]
fn a_domain_without_such_a_client_says_so() {
    let cognito = Cognito::new();
    let pool_id = cognito.pool(&json!({}));
    let domain = json!({ "UserPoolId": pool_id, "Domain": "app" });
    cognito.expect("CreateUserPoolDomain", &domain);
    let index = Browser::at(&cognito, "app.auth.localhost").get("/", &[]);
    assert!(
        index.text().contains("No app client here"),
        "{}",
        index.text()
    );
}

#[test]
fn the_servers_index_has_every_pool_and_where_its_domain_is() {
    let cognito = Cognito::new();
    let html = || {
        let now = UnixTime::from_seconds(cognito.now());
        let mut random = rand_core::UnwrapErr(getrandom::SysRng);
        let context = cognito.core.context(now, &mut random);
        let page = pages::server_index(&context, &Fields::default(), Some("en"));
        String::from_utf8(page.into_response().body).unwrap()
    };
    assert!(html().contains("There is no user pool yet"), "{}", html());
    let demo = site(&cognito);
    let without = cognito.pool(&json!({ "PoolName": "<b>" }));
    let few = html();
    let link = format!(r#"href="/{}/">test</a>"#, demo.pool_id);
    assert!(few.contains(&link), "{few}");
    assert!(few.contains("http://app.auth.localhost:9229/"), "{few}");
    assert!(few.contains(&without) && !few.contains(&format!("/{without}/")));
    assert!(!few.contains("Only 100"), "{few}");

    // Of many, the newest.
    cognito.pass(1);
    let newer = (0..99).map(|_| cognito.pool(&json!({ "PoolName": "newer" })));
    let newer: Vec<_> = newer.collect();
    let many = html();
    assert!(newer.iter().all(|id| many.contains(id.as_str())));
    assert_eq!(many.matches("<li class=\"message\">").count(), 100);
    assert!(many.contains("Only 100 are shown here"), "{many}");
}
