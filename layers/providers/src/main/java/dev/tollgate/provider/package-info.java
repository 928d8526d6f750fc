/// Model providers: what each speaks, and the way to it. One package per dialect; hosts that share one are data.
@NullMarked
package dev.tollgate.provider;

import org.jspecify.annotations.NullMarked;
