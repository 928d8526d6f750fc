/// HTTP as values: what came in, where the reply goes, and the port through which providers are reached.
@NullMarked
package dev.tollgate.http;

import org.jspecify.annotations.NullMarked;
