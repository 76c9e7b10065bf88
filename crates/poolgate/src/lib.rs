//! poolgate: under construction.
