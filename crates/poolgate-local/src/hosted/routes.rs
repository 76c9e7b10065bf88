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

/// A path that only shows something.
const fn get(path: &'static str, handler: Handler) -> Route {
    Route {
        path,
        get: Some(handler),
        post: None,
    }
}

/// A page with a form that comes back to it.
const fn page(path: &'static str, handler: Handler) -> Route {
    Route {
        path,
        get: Some(handler),
        post: Some(handler),
    }
}

/// A path that only takes a form.
const fn post(path: &'static str, handler: Handler) -> Route {
    Route {
        path,
        get: None,
        post: Some(handler),
    }
}

const ROUTES: &[Route] = &[
    page("/changePassword", pages::new_password),
    page("/confirmForgotPassword", pages::reset_password),
    page("/confirmUser", pages::confirm_user),
    post("/continue", pages::go_on),
    get("/error", pages::error_page),
    page("/forgotPassword", pages::forgot_password),
    page("/login", pages::login),
    page("/mfa", pages::mfa_code),
    page("/mfaSetup", pages::mfa_setup),
    get("/oauth2/authorize", authorize::answer),
    post("/resendcode", pages::resend_code),
    page("/selectMfa", pages::mfa_choice),
    page("/signup", pages::sign_up),
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
