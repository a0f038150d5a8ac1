/** Reports the leadership of applications that hold an election through jetcd: see {@link JetcdLeadership}. */
@NullMarked
package io.raftelection.jetcd;

import org.jspecify.annotations.NullMarked;
