/// The pipeline that every call takes: [Gateway]. What it is made of stands in the packages below.
@NullMarked
package dev.tollgate;

import org.jspecify.annotations.NullMarked;
