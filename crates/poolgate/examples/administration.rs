//! Makes a user pool, administers everything in it, and deletes it again.
//!
//! ```text
//! cargo run -p poolgate --features aws-config --example administration -- REGION
//! ```
//!
//! AWS credentials come from where the AWS tools find them; `AWS_ENDPOINT_URL` leads to an embedded
//! server, or to another emulator. Each step says `done`, or `missing` where an emulator does not
//! have the operation. Whatever else goes wrong ends the program, the pool included.

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use poolgate::{
    Administration, AttributeValue, Attributes, ClientId, ClientMetadata, DomainSettings,
    Environment, ErrorCode, GroupSettings, IdentityProviderSettings, IdentityProviderType,
    Password, ResourceServerSettings, SearchableAttribute, UserFilter, UserPools, UserStatus,
    Username,
};

type Outcome = Result<(), Box<dyn Error>>;

const USERS: usize = 7;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Err(error) = administer().await else {
        return ExitCode::SUCCESS;
    };
    eprintln!("{error}");
    if let Some(hint) = error.downcast_ref().and_then(poolgate::Error::hint) {
        eprintln!("hint: {hint}");
    }
    ExitCode::FAILURE
}

async fn administer() -> Outcome {
    let region = std::env::args()
        .nth(1)
        .ok_or("usage: administration REGION")?;
    let pools = UserPools::builder(region.parse()?)
        .environment(Environment::from_process())
        .default_credentials()
        .build()?;
    let created = pools.create("administration", |_| {}).await?;
    let id = created.id.ok_or("a pool without an id")?.parse()?;
    let administration = pools.administration(id);
    let outcome = Box::pin(everything(&pools, &administration)).await;
    administration.delete_user_pool().await?;
    outcome
}

async fn everything(pools: &UserPools, administration: &Administration) -> Outcome {
    pool(pools, administration).await?;
    one_user(administration).await?;
    passwords(administration).await?;
    many_users(administration).await?;
    groups(administration).await?;
    app_clients(administration).await?;
    client_secrets(administration).await?;
    identity_providers(administration).await?;
    resource_servers(administration).await?;
    domains(administration).await
}

async fn pool(pools: &UserPools, administration: &Administration) -> Outcome {
    let listed = step("list pools", pools.list().all()).await?;
    let listed = listed.unwrap_or_default();
    ensure(
        "the pool is listed",
        listed.iter().any(|pool| pool.id == *administration.id()),
    )?;
    let tags = BTreeMap::from([("stage".to_owned(), "test".to_owned())]);
    if step("tag the pool", administration.tag(&tags))
        .await?
        .is_some()
    {
        let read = step("read tags", administration.tags()).await?;
        ensure("the tag is there", read.is_none_or(|read| read == tags))?;
        step("untag the pool", administration.untag(&["stage"])).await?;
    }
    let rename = administration.update_user_pool(|pool| pool.name = Some("renamed".to_owned()));
    step("update the pool", rename).await?;
    Ok(())
}

async fn one_user(administration: &Administration) -> Outcome {
    let ana = Username::new("ana")?;
    let attributes = Attributes::new()
        .with("email", "ana@example.com")
        .with("email_verified", true)
        .with("nickname", "a");
    let create = administration
        .create_user(ana.clone())
        .attributes(attributes);
    step("create a user", create.without_message().send()).await?;
    let taken = administration.create_user(ana.clone()).send().await;
    refused("a name that is taken", taken, &ErrorCode::UsernameExists)?;

    let changes = Attributes::new().with("family_name", "Lópes");
    let update = administration.update_attributes(&ana, &changes, ClientMetadata::new());
    step("update attributes", update).await?;
    let delete = administration.delete_attributes(&ana, &["nickname"]);
    step("delete attributes", delete).await?;
    let user = administration.user(&ana).await?;
    ensure("attributes are as they were written", {
        user.attributes.text("family_name").as_deref() == Some("Lópes")
            && user
                .attributes
                .value("email_verified")
                .and_then(AttributeValue::to_boolean)
                == Some(true)
            && user.attributes.value("nickname").is_none()
    })?;

    step("disable a user", administration.disable(&ana)).await?;
    ensure(
        "the user is disabled",
        !administration.user(&ana).await?.enabled,
    )?;
    step("enable a user", administration.enable(&ana)).await?;
    step("sign a user out", administration.sign_out(&ana)).await?;
    step("delete a user", administration.delete_user(&ana)).await?;
    let gone = administration.user(&ana).await;
    refused("a user who is gone", gone, &ErrorCode::UserNotFound)
}

async fn passwords(administration: &Administration) -> Outcome {
    let ben = Username::new("ben")?;
    let attributes = Attributes::new()
        .with("email", "ben@example.com")
        .with("email_verified", true);
    let temporary = Password::new("Temporary-Horse-1".to_owned())?;
    let create = administration
        .create_user(ben.clone())
        .attributes(attributes);
    let create = create.temporary_password(temporary.clone());
    create.without_message().send().await?;
    let chosen = Password::new("Correct-Horse-1".to_owned())?;
    step("set a password", administration.set_password(&ben, &chosen)).await?;
    status(administration, &ben, &UserStatus::Confirmed).await?;
    let set = administration.set_temporary_password(&ben, &temporary);
    step("set a temporary password", set).await?;
    status(administration, &ben, &UserStatus::ForceChangePassword).await?;
    administration.set_password(&ben, &chosen).await?;
    let reset = administration.reset_password(&ben, ClientMetadata::new());
    if step("reset a password", reset).await?.is_some() {
        status(administration, &ben, &UserStatus::ResetRequired).await?;
    }
    administration.delete_user(&ben).await?;
    Ok(())
}

async fn many_users(administration: &Administration) -> Outcome {
    for number in 0..USERS {
        let name = Username::new(&format!("user-{number}"))?;
        let attributes = Attributes::new().with("email", format!("{number}@example.com"));
        let create = administration.create_user(name).attributes(attributes);
        create.without_message().send().await?;
    }
    let all = administration.users(UserFilter::all()).page_size(2).all();
    let all = step("list users, two a page", all)
        .await?
        .unwrap_or_default();
    ensure("each user is listed once", all.len() == USERS)?;
    let email = SearchableAttribute::Email;
    let found = administration.users(UserFilter::equals(email, "3@example.com"));
    let found = step("find a user", found.all()).await?.unwrap_or_default();
    ensure(
        "the user is found",
        found.len() == 1 && found[0].username.as_str() == "user-3",
    )?;
    let filter = UserFilter::starts_with(SearchableAttribute::Username, "user-");
    let found = administration
        .users(filter.only_attributes(["email"]))
        .all();
    let found = step("find users", found).await?.unwrap_or_default();
    let only = |attributes: &Attributes| attributes.names().eq(["email"]);
    ensure(
        "they come with what was asked for",
        found.len() == USERS && found.iter().all(|user| only(&user.attributes)),
    )
}

async fn groups(administration: &Administration) -> Outcome {
    let settings = GroupSettings {
        description: Some("They edit".to_owned()),
        precedence: Some(7),
        ..GroupSettings::default()
    };
    let create = administration.create_group("editors", settings);
    step("create a group", create).await?;
    let member = Username::new("user-1")?;
    let add = administration.add_to_group(&member, "editors");
    step("add to a group", add).await?;
    let groups = step(
        "list a user's groups",
        administration.groups_of(&member).all(),
    )
    .await?;
    ensure(
        "the user has the group",
        groups.is_some_and(|groups| groups.len() == 1),
    )?;
    let users = administration.users_in_group("editors").all();
    let users = step("list a group's users", users).await?;
    ensure(
        "the group has the user",
        users.is_some_and(|users| users.len() == 1),
    )?;
    let update = administration.update_group("editors", |group| group.precedence = Some(3));
    if let Some(group) = step("update a group", update).await? {
        let description = group.settings.description.as_deref();
        ensure("the description stays", description == Some("They edit"))?;
    }
    let remove = administration.remove_from_group(&member, "editors");
    step("remove from a group", remove).await?;
    step("list groups", administration.groups().all()).await?;
    step("delete a group", administration.delete_group("editors")).await?;
    let gone = administration.group("editors").await;
    refused("a group that is gone", gone, &ErrorCode::ResourceNotFound)
}

async fn app_clients(administration: &Administration) -> Outcome {
    let create = administration.create_app_client("web", true, |client| {
        client.callback_urls = Some(vec!["https://example.com/back".to_owned()]);
        client.read_attributes = Some(vec!["email".to_owned()]);
    });
    let Some(created) = step("create an app client", create).await? else {
        return Ok(());
    };
    let id: ClientId = created.client_id.ok_or("a client without an id")?.parse()?;
    let rename = administration.update_app_client(&id, |client| {
        client.client_name = Some("renamed".to_owned());
    });
    step("update an app client", rename).await?;
    let client = administration.app_client(&id).await?;
    ensure("what was not named stays", {
        client.callback_urls == created.callback_urls
            && client.read_attributes == created.read_attributes
            && client.client_secret == created.client_secret
            && client.client_name.as_deref() == Some("renamed")
    })?;
    let listed = step("list app clients", administration.app_clients().all()).await?;
    ensure(
        "the client is listed",
        listed.is_some_and(|all| all.iter().any(|one| one.id == id)),
    )?;
    step(
        "delete an app client",
        administration.delete_app_client(&id),
    )
    .await?;
    Ok(())
}

async fn client_secrets(administration: &Administration) -> Outcome {
    let created = administration
        .create_app_client("job", true, |_| {})
        .await?;
    let id: ClientId = created.client_id.ok_or("a client without an id")?.parse()?;
    let added = step("add a secret", administration.add_client_secret(&id, None)).await?;
    if let Some(added) = added {
        let listed = administration.client_secrets(&id).all().await?;
        ensure("both secrets count", listed.len() == 2)?;
        administration.delete_client_secret(&id, &added.id).await?;
    }
    administration.delete_app_client(&id).await?;
    Ok(())
}

async fn identity_providers(administration: &Administration) -> Outcome {
    let details = [
        ("client_id", "poolgate"),
        ("client_secret", "s3cret"),
        ("attributes_request_method", "GET"),
        ("oidc_issuer", "https://id.example.com"),
        ("authorize_scopes", "openid"),
    ];
    let settings = IdentityProviderSettings {
        details: details
            .map(|(name, value)| (name.into(), value.into()))
            .into(),
        attribute_mapping: [("email".to_owned(), "mail".to_owned())].into(),
        ..IdentityProviderSettings::default()
    };
    let oidc = IdentityProviderType::Oidc;
    let create = administration.create_identity_provider("Corporate", &oidc, settings);
    step("create an identity provider", create).await?;
    let name = administration.update_identity_provider("Corporate", |provider| {
        provider.identifiers = vec!["example.com".to_owned()];
    });
    step("update an identity provider", name).await?;
    let provider = administration.identity_provider("Corporate").await?;
    let issuer = provider.settings.details.get("oidc_issuer");
    ensure(
        "its details stay",
        issuer.is_some_and(|issuer| issuer == "https://id.example.com"),
    )?;
    let mapped = provider.settings.attribute_mapping.get("email");
    ensure(
        "its mapping stays",
        mapped.is_some_and(|claim| claim == "mail"),
    )?;
    let listed = administration.identity_providers().all();
    step("list identity providers", listed).await?;
    let delete = administration.delete_identity_provider("Corporate");
    step("delete an identity provider", delete).await?;
    Ok(())
}

async fn resource_servers(administration: &Administration) -> Outcome {
    let settings = ResourceServerSettings {
        name: "Photos".to_owned(),
        scopes: [("read".to_owned(), "See photos".to_owned())].into(),
    };
    let create = administration.create_resource_server("photos", &settings);
    step("create a resource server", create).await?;
    let rename = administration.update_resource_server("photos", |server| {
        "Pictures".clone_into(&mut server.name);
    });
    if let Some(server) = step("update a resource server", rename).await? {
        ensure("its scopes stay", server.settings.scopes == settings.scopes)?;
    }
    let listed = administration.resource_servers().all();
    step("list resource servers", listed).await?;
    let delete = administration.delete_resource_server("photos");
    step("delete a resource server", delete).await?;
    Ok(())
}

async fn domains(administration: &Administration) -> Outcome {
    // A prefix is one in all of AWS.
    let id = administration.id().name().to_lowercase();
    let name = format!("poolgate-{id}");
    let create = administration.create_domain(&name, DomainSettings::default());
    step("create a domain", create).await?;
    let domain = step("read a domain", administration.domain(&name))
        .await?
        .flatten();
    ensure(
        "the pool has the domain",
        domain.is_some_and(|domain| domain.name == name),
    )?;
    step("delete a domain", administration.delete_domain(&name)).await?;
    Ok(())
}

/// What came of a call; `None` where an emulator does not have the operation.
async fn step<T>(
    name: &str,
    call: impl Future<Output = Result<T, poolgate::Error>>,
) -> Result<Option<T>, Box<dyn Error>> {
    match call.await {
        Ok(value) => {
            println!("done: {name}");
            Ok(Some(value))
        }
        Err(error) if is_missing(&error) => {
            println!("missing: {name}");
            Ok(None)
        }
        Err(error) => {
            println!("failed: {name}");
            Err(error.into())
        }
    }
}

/// Our server says so; moto's breaks off with status 500.
fn is_missing(error: &poolgate::Error) -> bool {
    let breaks_off = matches!(error, poolgate::Error::UnexpectedStatus { status: 500, .. });
    breaks_off || error.code() == Some(&ErrorCode::UnknownOperation)
}

async fn status(
    administration: &Administration,
    name: &Username,
    expected: &UserStatus,
) -> Outcome {
    let status = administration.user(name).await?.status;
    ensure(
        &format!("the user is {expected}, not {status}"),
        status == *expected,
    )
}

fn refused<T>(what: &str, outcome: Result<T, poolgate::Error>, code: &ErrorCode) -> Outcome {
    match outcome {
        Err(error) if error.code() == Some(code) => {
            println!("refused: {what}");
            Ok(())
        }
        Err(error) => Err(format!("{what}: {error}").into()),
        Ok(_) => Err(format!("{what} was accepted").into()),
    }
}

fn ensure(what: &str, holds: bool) -> Outcome {
    if holds {
        Ok(())
    } else {
        Err(format!("it does not hold that {what}").into())
    }
}
