/// From a call to an answer: targets, and the decorators (retry, timeout, fallback) around them, under one deadline.
@NullMarked
package dev.tollgate.routing;

import org.jspecify.annotations.NullMarked;
