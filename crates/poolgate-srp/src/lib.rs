//! poolgate-srp: under construction.
