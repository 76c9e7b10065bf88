//! poolgate-local: under construction.
