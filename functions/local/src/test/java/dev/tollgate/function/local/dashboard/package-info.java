/// The dashboard as a person sees it: in a real browser, on what real calls left behind.
@NullMarked
package dev.tollgate.function.local.dashboard;

import org.jspecify.annotations.NullMarked;
