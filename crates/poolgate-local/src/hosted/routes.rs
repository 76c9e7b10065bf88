//! The paths of a domain.

use super::{
    Answer, Method, Visit, authorize, federation, logout, pages, revoke, token, user_info,
};
use crate::core::Context;

/// What answers at a path.
type Handler = fn(&Context<'_>, &Visit<'_>) -> Answer;

struct Route {
    path: &'static str,
    get: Option<Handler>,
    post: Option<Handler>,
    /// Whether pages of any origin may ask by script.
    is_shared: bool,
    /// Whether an external provider may have to be asked before there is an answer.
    asks_others: bool,
    /// Whether to ask for it by GET does something, which nobody means who asks for the head only.
    is_deed: bool,
}

impl Route {
    /// A path that only shows something, or leads on.
    const fn get(path: &'static str, handler: Handler) -> Self {
        Self::new(path, Some(handler), None)
    }

    /// A path that only takes a form.
    const fn post(path: &'static str, handler: Handler) -> Self {
        Self::new(path, None, Some(handler))
    }

    /// A page with a form that comes back to it, or an endpoint that is asked either way.
    const fn both(path: &'static str, handler: Handler) -> Self {
        Self::new(path, Some(handler), Some(handler))
    }

    const fn shared(mut self) -> Self {
        self.is_shared = true;
        self
    }

    const fn asks_others(mut self) -> Self {
        self.asks_others = true;
        self
    }

    const fn deed(mut self) -> Self {
        self.is_deed = true;
        self
    }

    const fn new(path: &'static str, get: Option<Handler>, post: Option<Handler>) -> Self {
        Self {
            path,
            get,
            post,
            is_shared: false,
            asks_others: false,
            is_deed: false,
        }
    }
}

const ROUTES: &[Route] = &[
    Route::get("/", pages::index),
    Route::both("/changePassword", pages::new_password),
    Route::both("/confirmForgotPassword", pages::reset_password),
    Route::both("/confirmUser", pages::confirm_user).deed(),
    Route::post("/continue", pages::go_on),
    Route::get("/error", pages::error_page),
    Route::both("/forgotPassword", pages::forgot_password),
    Route::both("/login", pages::login),
    Route::get("/logout", logout::answer).deed(),
    Route::both("/mfa", pages::mfa_code),
    Route::both("/mfaSetup", pages::mfa_setup),
    Route::get("/oauth2/authorize", authorize::answer)
        .asks_others()
        .deed(),
    Route::get("/oauth2/idpresponse", federation::return_page)
        .asks_others()
        .deed(),
    Route::post("/oauth2/revoke", revoke::answer).shared(),
    Route::post("/oauth2/token", token::answer).shared(),
    Route::both("/oauth2/userInfo", user_info::answer).shared(),
    Route::post("/resendcode", pages::resend_code),
    Route::both("/selectMfa", pages::mfa_choice),
    Route::both("/signup", pages::sign_up),
];

pub(super) fn answer(context: &Context<'_>, visit: &Visit<'_>) -> Answer {
    if visit.path.is_empty() {
        return Answer::redirect(visit.link("/"));
    }
    let Some(route) = find(visit.path) else {
        let words = format!("There is nothing at {}.", visit.path);
        return Answer::text(404, words);
    };
    let handler = match visit.method {
        // A link in an e-mail is for its reader, and not for who scans it.
        Method::Head if route.is_deed => Some(nothing as Handler),
        // Of what is answered to HEAD the shell sends no body (RFC 9110 section 9.3.2).
        Method::Get | Method::Head => route.get,
        Method::Post => route.post,
        Method::Options if route.is_shared => Some(preflight as Handler),
        Method::Options | Method::Other => None,
    };
    let answer = match handler {
        Some(handler) => handler(context, visit),
        None => not_allowed(route),
    };
    if route.is_shared {
        return answer.with_header("access-control-allow-origin", "*");
    }
    answer
}

/// Whether what answers at this path of a domain may have to ask other servers first.
pub(super) fn asks_others(path: &str) -> bool {
    find(path).is_some_and(|route| route.asks_others)
}

fn find(path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path)
}

/// What a browser asks before it lets a page send an Authorization header. Nobody's cookies count at
/// these paths, so that any page may.
fn preflight(_: &Context<'_>, visit: &Visit<'_>) -> Answer {
    let wanted = visit.header("access-control-request-headers");
    Answer::empty(200)
        .with_header("access-control-allow-methods", "GET, POST")
        // `*` would not cover Authorization, so what is asked for is repeated.
        .with_header("access-control-allow-headers", wanted.unwrap_or_default())
        .with_header("access-control-max-age", "86400")
}

fn nothing(_: &Context<'_>, _: &Visit<'_>) -> Answer {
    Answer::empty(200)
}

/// RFC 9110 section 15.5.6.
fn not_allowed(route: &Route) -> Answer {
    let get = route.get.map(|_| "GET, HEAD");
    let post = route.post.map(|_| "POST");
    let allowed: Vec<_> = get.into_iter().chain(post).collect();
    let allowed = allowed.join(", ");
    Answer::text(405, format!("The methods here are: {allowed}.")).with_header("allow", allowed)
}
