/// What goes wrong between a client and its service: a proxy that can be told to answer errors, to throttle, to hang, or to refuse.
@NullMarked
package dev.tollgate.testkit.faults;

import org.jspecify.annotations.NullMarked;
