//! Where a developer begins: the root of a domain, and that of the server. Both are this emulator's
//! own; the service has no pages there.

use std::cmp::Reverse;

use askama::Template;
use url::Url;

use super::frame::Frame;
use super::language::Language;
use super::message::frame;
use super::page::render;
use crate::core::Context;
use crate::hosted::authorization::checks::allow;
use crate::hosted::{Answer, Fields, Visit, fields};
use crate::model::{UserPool, UserPoolClient, UserPoolDomain};
use crate::state::{Entity, State};

/// A page is for people; `ListUserPools` and `ListUserPoolClients` have the rest.
const MOST_ENTRIES: usize = 100;

#[derive(Template)]
#[template(path = "index.html")]
struct Index<'v> {
    frame: &'v Frame,
    name: &'static str,
    title: &'v str,
    heading: &'static str,
    /// What is said where there are no entries.
    empty: &'static str,
    entries: Vec<Entry>,
    /// What is said where there are more.
    more: Option<String>,
}

struct Entry {
    id: String,
    name: String,
    /// Without one there is nothing to be seen yet.
    address: Option<String>,
    details: Vec<String>,
}

/// `/` of a domain: the sign-in page of each app client, as its application would show it.
pub(in crate::hosted) fn index(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let mut frame = frame(context, visit);
    frame.languages = languages(&visit.link("/"));
    let prefix = format!("{}/", visit.pool.id);
    let entries = context.read(|state| {
        let clients = UserPoolClient::table(state).range(&prefix, None);
        let entries = clients.filter_map(|(_, client)| entry_of_client(visit, client));
        entries.take(MOST_ENTRIES + 1).collect()
    });
    let texts = frame.texts();
    let (entries, more) = bounded(entries, texts.index_more);
    let index = Index {
        name: "index",
        title: &visit.pool.name,
        heading: texts.index_clients,
        empty: texts.index_empty,
        entries,
        more,
        frame: &frame,
    };
    render(200, &index, None)
}

/// `/` of the server: its user pools, and where their domains are.
pub(crate) fn server_index(
    context: &Context<'_>,
    query: &Fields,
    accept_language: Option<&str>,
) -> Answer {
    let language = Language::choose(query.get("lang"), accept_language);
    let mut frame = Frame::bare(context, language);
    frame.languages = languages("/");
    let url = &context.settings().url;
    let entries = context.read(|state| {
        let pools = UserPool::table(state).range("", None);
        let mut pools: Vec<_> = pools.map(|(_, pool)| pool).collect();
        // Whoever looks has most likely just made one.
        pools.sort_by_key(|pool| Reverse(pool.created));
        let newest = pools.into_iter().take(MOST_ENTRIES + 1);
        newest.map(|pool| entry_of_pool(state, url, pool)).collect()
    });
    let texts = frame.texts();
    let (entries, more) = bounded(entries, texts.index_more);
    let index = Index {
        name: "server-index",
        title: "Poolgate",
        heading: texts.index_pools,
        empty: texts.index_no_pools,
        entries,
        more,
        frame: &frame,
    };
    render(200, &index, None)
}

/// No more than a page has, and what to say if there are.
fn bounded(mut entries: Vec<Entry>, more: &str) -> (Vec<Entry>, Option<String>) {
    let is_cut = entries.len() > MOST_ENTRIES;
    entries.truncate(MOST_ENTRIES);
    let more = is_cut.then(|| more.replace("{}", &MOST_ENTRIES.to_string()));
    (entries, more)
}

fn languages(path: &str) -> Vec<(Language, String)> {
    let link = |language: Language| (language, format!("{path}?lang={}", language.tag()));
    Language::ALL.into_iter().map(link).collect()
}

/// Nothing for a client that nobody can sign in to here.
fn entry_of_client(visit: &Visit<'_>, client: &UserPoolClient) -> Option<Entry> {
    allow(client, "code").ok()?;
    let callback = client.settings.callback_urls.iter().flatten().next()?;
    let query = fields::query([
        ("response_type", "code"),
        ("client_id", &client.id),
        ("redirect_uri", callback),
    ]);
    Some(Entry {
        id: format!("client-{}", client.id),
        name: client.name.clone(),
        address: Some(visit.link(&format!("/login?{query}"))),
        details: vec![client.id.clone(), callback.clone()],
    })
}

/// By path, which works everywhere; the name of the domain is told as well.
fn entry_of_pool(state: &State, url: &str, pool: &UserPool) -> Entry {
    let has_domain = UserPoolDomain::is_of(state, &pool.id);
    let prefix = state.get::<UserPoolDomain>(&UserPoolDomain::key_of(&pool.id, false));
    let by_host = prefix.and_then(|prefix| by_host(url, &prefix.domain));
    Entry {
        id: format!("pool-{}", pool.id),
        name: pool.name.clone(),
        address: has_domain.then(|| format!("/{}/", pool.id)),
        details: [pool.id.clone()].into_iter().chain(by_host).collect(),
    }
}

/// What most browsers find here for a domain of this prefix.
fn by_host(url: &str, prefix: &str) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    url.set_host(Some(&format!("{prefix}.auth.localhost")))
        .ok()?;
    Some(url.to_string())
}
