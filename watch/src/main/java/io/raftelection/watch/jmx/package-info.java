/** Reads attributes of MBeans in other JVMs, without the RMI runtime and without deserializing a class. */
package io.raftelection.watch.jmx;
