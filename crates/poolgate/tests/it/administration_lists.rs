//! Lists of any length, and filters of any value.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::LazyLock;

use futures_core::Stream;
use poolgate::{
    Attributes, Error, GroupSettings, Pages, SearchableAttribute, User, UserFilter, Username,
};
use proptest::prelude::*;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::local::Local;
use crate::script::{Service, ok, refusal};

fn name(name: &str) -> Username {
    Username::new(name).unwrap()
}

/// 130 users besides `ana`, all in the group `everybody`.
async fn crowd() -> Local {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    administration
        .create_group("everybody", GroupSettings::default())
        .await
        .unwrap();
    for number in 0..130 {
        let user = name(&format!("user-{number:03}"));
        let attributes = Attributes::new().with("email", format!("{number}@example.com"));
        let create = administration.create_user(user.clone());
        let create = create.attributes(attributes).without_message();
        create.send().await.unwrap();
        administration
            .add_to_group(&user, "everybody")
            .await
            .unwrap();
    }
    local
}

fn names(users: &[User]) -> BTreeSet<&str> {
    users.iter().map(|user| user.username.as_str()).collect()
}

#[tokio::test]
async fn all_pages_are_listed_each_user_once() {
    let local = crowd().await;
    let administration = local.administration();
    let by_size = [
        administration.users(UserFilter::all()),
        administration.users(UserFilter::all()).page_size(60),
        administration.users(UserFilter::all()).page_size(7),
    ];
    for pages in by_size {
        let users = pages.all().await.unwrap();
        assert_eq!((users.len(), names(&users).len()), (131, 131));
    }
    let members = administration.users_in_group("everybody").page_size(60);
    let members = members.all().await.unwrap();
    assert_eq!((members.len(), names(&members).len()), (130, 130));

    let filter = UserFilter::starts_with(SearchableAttribute::Username, "user-12");
    let some = administration.users(filter.only_attributes(["email"]));
    let some = some.page_size(3).all().await.unwrap();
    assert_eq!(some.len(), 10);
    for user in some {
        assert_eq!(user.attributes.names().collect::<Vec<_>>(), ["email"]);
    }
}

#[tokio::test]
async fn the_same_pages_are_a_stream() {
    let local = Local::start(|pool| pool).await;
    let mut users = local.administration().users(UserFilter::all());
    let first = std::future::poll_fn(|context| Pin::new(&mut users).poll_next(context)).await;
    assert_eq!(first.unwrap().unwrap().username, name("ana"));
    assert!(users.next().await.is_none());
}

#[tokio::test]
async fn a_service_that_repeats_its_token_is_an_error_and_no_endless_loop() {
    let service = Service::start().await;
    let page = json!({"Users": [{"Username": "ana"}], "PaginationToken": "again"});
    service.expect("ListUsers", ok(page), 2).await;
    let mut users = service.administration().users(UserFilter::all());
    for _ in 0..2 {
        assert_eq!(users.next().await.unwrap().unwrap().username, name("ana"));
    }
    for _ in 0..2 {
        let error = users.next().await.unwrap().unwrap_err();
        assert!(
            matches!(
                &error,
                Error::EndlessList {
                    operation: "ListUsers",
                    ..
                }
            ),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_list_goes_on_after_an_error_when_it_is_asked_again() {
    let service = Service::start().await;
    let mut users = service.administration().users(UserFilter::all());
    let page = json!({"Users": [{"Username": "ana"}], "PaginationToken": "second"});
    service.answer_once("ListUsers", ok(page)).await;
    assert_eq!(users.next().await.unwrap().unwrap().username, name("ana"));
    let invalid = refusal("NotAuthorizedException", "not now");
    service.answer_once("ListUsers", invalid).await;
    let error = users.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("not now"), "{error}");
    let page = json!({"Users": [{"Username": "ben"}]});
    service.answer_once("ListUsers", ok(page)).await;
    assert_eq!(users.next().await.unwrap().unwrap().username, name("ben"));
    assert!(users.next().await.is_none());
    assert!(users.next().await.is_none());
}

#[tokio::test]
async fn a_user_without_a_name_is_an_error() {
    let service = Service::start().await;
    service
        .answer("ListUsers", ok(json!({"Users": [{"Enabled": true}]})))
        .await;
    let mut users: Pages<User> = service.administration().users(UserFilter::all());
    let error = users.next().await.unwrap().unwrap_err();
    assert!(matches!(error, Error::InvalidResponse { .. }), "{error}");
}

/// What is hard about values: what the grammar gives a meaning, and what it does not.
const VALUE: &str = r#"["\\= ^aé]{1,4}"#;

static FILTERED: LazyLock<(Runtime, Local)> = LazyLock::new(|| {
    let runtime = Runtime::new().unwrap();
    let local = runtime.block_on(Local::start(|pool| pool));
    (runtime, local)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_filter_lists_exactly_the_users_who_match(
        values in prop::collection::vec(VALUE, 1..5),
        wanted in VALUE,
        pick in any::<prop::sample::Index>(),
        page_size in 1_u16..4,
    ) {
        // Half of the time, what is looked for is there.
        let wanted = if wanted.len() % 2 == 0 { wanted } else { pick.get(&values).clone() };
        let (runtime, local) = &*FILTERED;
        let administration = local.administration();
        let list = |filter: UserFilter| {
            let found = administration.users(filter).page_size(page_size).all();
            let found = runtime.block_on(found).unwrap();
            names(&found).into_iter().map(str::to_owned).collect::<BTreeSet<_>>()
        };
        let mut expected = (BTreeSet::new(), BTreeSet::new());
        for (number, value) in values.iter().enumerate() {
            let user = name(&format!("filtered-{number}"));
            let attributes = Attributes::new().with("nickname", "n").with("family_name", value.as_str());
            let create = administration.create_user(user.clone()).attributes(attributes);
            runtime.block_on(create.without_message().send()).unwrap();
            if *value == wanted {
                expected.0.insert(user.as_str().to_owned());
            }
            if value.starts_with(&wanted) {
                expected.1.insert(user.as_str().to_owned());
            }
        }
        let family_name = SearchableAttribute::FamilyName;
        let found = (
            list(UserFilter::equals(family_name, &wanted)),
            list(UserFilter::starts_with(family_name, &wanted)),
        );
        for number in 0..values.len() {
            let user = name(&format!("filtered-{number}"));
            runtime.block_on(administration.delete_user(&user)).unwrap();
        }
        prop_assert_eq!(found, expected);
    }
}
