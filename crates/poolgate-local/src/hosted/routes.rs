//! The paths of a domain.

use super::{Answer, Method, Visit, authorize, pages};
use crate::core::Context;

/// What answers at a path.
type Handler = fn(&Context<'_>, &Visit<'_>) -> Answer;

struct Route {
    path: &'static str,
    get: Option<Handler>,
    post: Option<Handler>,
}

/// A path that is asked by GET only.
const fn get(path: &'static str, handler: Handler) -> Route {
    Route {
        path,
        get: Some(handler),
        post: None,
    }
}

const ROUTES: &[Route] = &[
    get("/error", pages::error_page),
    get("/login", pages::login_page),
    get("/oauth2/authorize", authorize::answer),
];

pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let Some(route) = ROUTES.iter().find(|route| route.path == visit.path) else {
        let words = format!("There is nothing at {}.", visit.path);
        return Answer::text(404, words);
    };
    let handler = match visit.method {
        Method::Get => route.get,
        Method::Post => route.post,
        Method::Options | Method::Other => None,
    };
    match handler {
        Some(handler) => handler(context, visit),
        None => not_allowed(route),
    }
}

/// RFC 9110 section 15.5.6.
fn not_allowed(route: &Route) -> Answer {
    let get = route.get.map(|_| "GET, HEAD");
    let post = route.post.map(|_| "POST");
    let allowed: Vec<_> = get.into_iter().chain(post).collect();
    let allowed = allowed.join(", ");
    Answer::text(405, format!("Only {allowed} is answered here.")).with_header("allow", allowed)
}
