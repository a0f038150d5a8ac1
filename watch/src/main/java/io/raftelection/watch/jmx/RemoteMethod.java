package io.raftelection.watch.jmx;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A method of a remote object.
 *
 * @param operation its number, in the old form of calls; -1 in the new form
 * @param hash the hash of its signature; in the old form, of its interface
 */
record RemoteMethod(int operation, long hash) {
    private static final String CONNECTION = "javax/management/remote/rmi/RMIConnection";

    /** The registry still uses the old form. */
    static final RemoteMethod LOOKUP = new RemoteMethod(2, 4905912898345647071L);

    static final RemoteMethod NEW_CLIENT = of("newClient(Ljava/lang/Object;)L" + CONNECTION + ";");
    static final RemoteMethod CLOSE = of("close()V");
    static final RemoteMethod QUERY_NAMES = of("queryNames(Ljavax/management/ObjectName;"
            + "Ljava/rmi/MarshalledObject;Ljavax/security/auth/Subject;)Ljava/util/Set;");
    static final RemoteMethod GET_ATTRIBUTES = of("getAttributes(Ljavax/management/ObjectName;"
            + "[Ljava/lang/String;Ljavax/security/auth/Subject;)Ljavax/management/AttributeList;");

    /** {@return a method} The hash is the start of the SHA-1 of its signature, as RMI's specification says. */
    private static RemoteMethod of(String signature) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(signature);
            var digest = MessageDigest.getInstance("SHA").digest(bytes.toByteArray());
            return new RemoteMethod(
                    -1, ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
