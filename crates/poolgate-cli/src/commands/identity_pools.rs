//! `poolgate identity-pools …`: identity pools, for administrators.

mod arn;
mod create;
mod delete;
mod description;
mod list;
mod principal_tags;
mod role_mapping;
mod roles;
mod set_principal_tags;
mod set_roles;
mod settings;
mod show;
mod tag;
mod tags;
mod untag;
mod update;

use std::process::ExitCode;

use crate::arguments::identity_pools::IdentityPools;
use crate::failure::Failure;

pub(crate) fn run(command: &IdentityPools) -> Result<ExitCode, Failure> {
    match command {
        IdentityPools::Create(arguments) => create::run(arguments),
        IdentityPools::Delete(arguments) => delete::run(arguments),
        IdentityPools::List(arguments) => list::run(arguments),
        IdentityPools::PrincipalTags(arguments) => principal_tags::run(arguments),
        IdentityPools::Roles(arguments) => roles::run(arguments),
        IdentityPools::SetPrincipalTags(arguments) => set_principal_tags::run(arguments),
        IdentityPools::SetRoles(arguments) => set_roles::run(arguments),
        IdentityPools::Show(arguments) => show::run(arguments),
        IdentityPools::Tag(arguments) => tag::run(arguments),
        IdentityPools::Tags(arguments) => tags::run(arguments),
        IdentityPools::Untag(arguments) => untag::run(arguments),
        IdentityPools::Update(arguments) => update::run(arguments),
    }
}
