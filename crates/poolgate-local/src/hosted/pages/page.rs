//! One request for a page, and what all pages do with it.

use askama::Template;
use poolgate_flow::{ErrorCode, ServiceError};

use super::complaint::Complaint;
use super::form::{Field, Form};
use super::frame::Frame;
use super::language::Language;
use super::view::Link;
use super::{account, message, step, stylesheet};
use crate::core::Context;
use crate::hosted::authorization::AuthorizationRequest;
use crate::hosted::csrf::Token;
use crate::hosted::{Answer, Visit};
use crate::users::directory;

/// A request for a page of an application that wants somebody to sign in.
pub(super) struct Page<'a, 'c> {
    pub(super) context: &'a Context<'c>,
    pub(super) visit: &'a Visit<'a>,
    pub(super) authorization: AuthorizationRequest,
    pub(super) frame: Frame,
    pub(super) csrf: Token,
}

impl<'a, 'c> Page<'a, 'c> {
    pub(super) fn new(
        context: &'a Context<'c>,
        visit: &'a Visit<'a>,
        authorization: AuthorizationRequest,
    ) -> Self {
        let accepted = visit.header("accept-language");
        let language = Language::choose(authorization.language.as_deref(), accepted);
        let mut page = Self {
            context,
            visit,
            frame: Frame {
                app_name: Some(authorization.app.client.name.clone()),
                pool_name: Some(authorization.app.pool.name.clone()),
                ..Frame::bare(context, language)
            },
            authorization,
            csrf: Token::of(context, visit),
        };
        let link = |language| (language, page.in_language(language));
        page.frame.languages = Language::ALL.into_iter().map(link).collect();
        page
    }

    /// A link to a page of the same sign-in; it has a query.
    pub(super) fn link(&self, path: &str) -> String {
        let query = self.authorization.to_query();
        self.visit.link(&format!("{path}?{query}"))
    }

    /// Where a form of this page leads: a path, for the page's own step.
    pub(super) fn action(&self, path: &str) -> String {
        format!("{}{}", self.link(path), step::parameter(self))
    }

    /// A form of this page, which leads to this address.
    pub(super) fn form(
        &self,
        id: &'static str,
        action: String,
        fields: impl Into<Vec<Field>>,
        complaints: Vec<Complaint>,
    ) -> Form {
        Form {
            id,
            action,
            csrf: self.csrf.reveal().to_owned(),
            fields: fields.into(),
            complaints,
            ..Form::default()
        }
    }

    /// The way out of a sign-in that has begun.
    pub(super) fn start_again(&self) -> Link {
        self.link_to_sign_in("start-again", self.frame.texts().start_again)
    }

    pub(super) fn back_to_sign_in(&self) -> Link {
        self.link_to_sign_in("back", self.frame.texts().back_to_sign_in)
    }

    fn link_to_sign_in(&self, id: &'static str, text: &'static str) -> Link {
        Link {
            id,
            question: None,
            text,
            address: self.link("/login"),
        }
    }

    /// A field of the form that was sent.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.visit.form.get(name)
    }

    /// The code of the form, which people write with blanks as apps show it.
    pub(super) fn code(&self) -> String {
        let code = self.given("code").unwrap_or_default();
        code.split_whitespace().collect()
    }

    /// What the user of this username signs in by.
    pub(super) fn sign_in_name(&self, username: &str) -> String {
        let pool = &self.authorization.app.pool;
        let find = |state: &_| directory::find(state, pool, username);
        let user = self.context.read(find);
        let name = user.as_ref().map(|user| user.sign_in_name());
        name.unwrap_or(username).to_owned()
    }

    /// The page itself, for the browser to keep no copy of.
    pub(super) fn render(&self, status: u16, template: &impl Template) -> Answer {
        let redirect_uri = Some(self.authorization.redirect_uri.as_str());
        render(status, template, redirect_uri).with_cookie(&self.csrf.cookie(self.visit))
    }

    /// For a form that comes too late, or not from a page that this browser was shown.
    pub(super) fn expired(&self, status: u16) -> Answer {
        message::expired(self, status)
    }

    /// Complaints about the required fields that the form leaves empty.
    pub(super) fn missing(&self, fields: &[Field]) -> Vec<Complaint> {
        fields
            .iter()
            .filter(|field| field.is_required && self.given(&field.name).is_none())
            .map(|field| Complaint::of_missing(&self.frame, field))
            .collect()
    }

    /// The page once more, with what the core says about the fields of its form; unless it is nothing
    /// that could be put right there.
    pub(super) fn complain(
        &self,
        error: &ServiceError,
        fields: impl Into<Vec<Field>>,
        again: impl FnOnce(Vec<Field>, Vec<Complaint>) -> Answer,
    ) -> Answer {
        self.refused(error).unwrap_or_else(|| {
            let fields = fields.into();
            let complaint = Complaint::of_service(&self.frame, &fields, error);
            again(fields, vec![complaint])
        })
    }

    /// What is said where a session is over, and for what else the page itself cannot handle.
    fn refused(&self, error: &ServiceError) -> Option<Answer> {
        let is_session = error.message.starts_with("Invalid session for the user");
        match &error.code {
            ErrorCode::NotAuthorized if is_session => Some(step::end(self, self.expired(400))),
            ErrorCode::InternalError => Some(message::failed(self, error)),
            _ => None,
        }
    }

    /// The same page in another language.
    fn in_language(&self, language: Language) -> String {
        let query = self.authorization.to_query_with("lang", language.tag());
        // What only takes a form of another page is shown there.
        let path = match self.visit.path {
            "/continue" => "/login",
            "/resendcode" => "/confirmUser",
            path => path,
        };
        let path = self.visit.link(path);
        let (step, account) = (step::parameter(self), account::parameter(self.visit));
        format!("{path}?{query}{step}{account}")
    }
}

/// A page on its way out.
pub(super) fn render(status: u16, template: &impl Template, redirect_uri: Option<&str>) -> Answer {
    let Ok(html) = template.render() else {
        return Answer::text(500, "The page could not be written.");
    };
    let policy = stylesheet::content_security_policy(redirect_uri);
    Answer::page(status, html, policy)
}
