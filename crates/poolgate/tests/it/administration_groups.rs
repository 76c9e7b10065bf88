//! Groups and who is in them.

use poolgate::{Error, ErrorCode, GroupSettings, Username};
use serde_json::json;

use crate::local::Local;
use crate::script::{Service, ok};

fn ana() -> Username {
    Username::new("ana").unwrap()
}

fn editors() -> GroupSettings {
    GroupSettings {
        description: Some("They edit".to_owned()),
        precedence: Some(7),
        role_arn: Some("arn:aws:iam::123456789012:role/editor".to_owned()),
    }
}

#[tokio::test]
async fn a_group_is_created_changed_and_deleted() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    let created = administration.create_group("editors", editors()).await;
    let created = created.unwrap();
    assert_eq!(
        (created.name.as_str(), &created.settings),
        ("editors", &editors())
    );
    assert_eq!(administration.group("editors").await.unwrap(), created);

    let update = administration.update_group("editors", |group| group.precedence = Some(3));
    let updated = update.await.unwrap();
    let expected = GroupSettings {
        precedence: Some(3),
        ..editors()
    };
    assert_eq!(updated.settings, expected);
    let error = administration.create_group("editors", editors()).await;
    let error = error.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::GroupExists));
    assert!(error.hint().is_some());
    administration.delete_group("editors").await.unwrap();
    let error = administration.group("editors").await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::ResourceNotFound));
}

#[tokio::test]
async fn users_join_and_leave_groups() {
    let local = Local::start(|pool| pool).await;
    let administration = local.administration();
    for group in ["editors", "readers"] {
        let created = administration.create_group(group, GroupSettings::default());
        created.await.unwrap();
        administration.add_to_group(&ana(), group).await.unwrap();
        // Once more is not an error.
        administration.add_to_group(&ana(), group).await.unwrap();
    }
    let mut names: Vec<String> = administration
        .groups_of(&ana())
        .page_size(1)
        .all()
        .await
        .unwrap()
        .into_iter()
        .map(|group| group.name)
        .collect();
    names.sort();
    assert_eq!(names, ["editors", "readers"]);
    let members = administration.users_in_group("editors").all().await;
    assert_eq!(members.unwrap()[0].username, ana());
    administration
        .remove_from_group(&ana(), "editors")
        .await
        .unwrap();
    let members = administration.users_in_group("editors").all().await;
    assert_eq!(members.unwrap(), []);
    let groups = administration.groups().all().await.unwrap();
    assert_eq!(groups.len(), 2);
}

#[tokio::test]
async fn a_group_that_is_not_changed_is_not_written() {
    let service = Service::start().await;
    let group = json!({"Group": {"GroupName": "editors", "Precedence": 7}});
    service.expect("GetGroup", ok(group), 1).await;
    service.expect("UpdateGroup", ok(json!({})), 0).await;
    let administration = service.administration();
    let group = administration.update_group("editors", |group| group.precedence = Some(7));
    assert_eq!(group.await.unwrap().settings.precedence, Some(7));
}

#[tokio::test]
async fn a_group_that_another_changes_meanwhile_is_left_alone() {
    let service = Service::start().await;
    let group = |description: &str| {
        ok(json!({"Group": {"GroupName": "editors", "Description": description}}))
    };
    service.answer_once("GetGroup", group("old")).await;
    service.answer("GetGroup", group("another's")).await;
    service.expect("UpdateGroup", ok(json!({})), 0).await;
    let administration = service.administration();
    let update = administration.update_group("editors", |group| group.precedence = Some(1));
    let error = update.await.unwrap_err();
    assert!(
        matches!(&error, Error::ConcurrentChange { operation: "UpdateGroup", name } if name == "editors"),
        "{error}"
    );
    assert!(error.hint().is_some());
}
