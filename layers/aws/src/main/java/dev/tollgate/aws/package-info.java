/// The adapters of the domain's ports to AWS. Here: how every AWS client is built.
@NullMarked
package dev.tollgate.aws;

import org.jspecify.annotations.NullMarked;
