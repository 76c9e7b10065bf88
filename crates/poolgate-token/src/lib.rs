//! poolgate-token: under construction.
