package io.raftelection.watch.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reads streams of serialization that were written by the JDK, and such as no JDK writes. */
@Timeout(60)
final class SerialReaderTest {
    /** Runs code when the JDK reads it. */
    private static final class Trap implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        static final AtomicInteger SPRUNG = new AtomicInteger();

        private final int value;
        private final String text;

        Trap(int value, String text) {
            this.value = value;
            this.text = text;
        }

        @Override
        public String toString() {
            return value + text;
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            SPRUNG.incrementAndGet();
            in.defaultReadObject();
        }
    }

    private enum Colour {
        RED
    }

    private static byte[] written(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static @Nullable Object read(byte[] bytes) throws IOException {
        return new SerialReader(new ByteArrayInputStream(bytes)).object();
    }

    private static SerialObject object(Object value) throws IOException {
        return (SerialObject) Objects.requireNonNull(read(written(value)));
    }

    private static byte[] stream(int... bytes) throws IOException {
        var all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});
        for (int each : bytes) {
            all.write(each);
        }
        return all.toByteArray();
    }

    @Test
    void noCodeOfTheClassesRuns() throws IOException {
        var object = object(new Trap(42, "words"));

        assertThat(object.type()).isEqualTo(Trap.class.getName());
        assertThat(object.field("value")).isEqualTo(42);
        assertThat(object.text("text")).isEqualTo("words");
        assertThat(Trap.SPRUNG).hasValue(0);
    }

    @Test
    void valuesAreThoseThatWereWritten() throws IOException {
        var list = object(new ArrayList<>(List.of("a", 1, 2L, 3.5, true, Colour.RED)));

        assertThat(list.written("java.util.ArrayList")).element(1).isEqualTo("a");
        assertThat(list.objects("java.util.ArrayList").stream()
                        .map(SerialObject::unboxed)
                        .limit(4))
                .containsExactly(1, 2L, 3.5, true);
        assertThat(list.objects("java.util.ArrayList").get(4).text("name")).isEqualTo("RED");
        assertThat(read(written(new int[][] {{1, 2}, {3}}))).isEqualTo(List.of(List.of(1, 2), List.of(3)));
        assertThat(read(written("x".repeat(70_000).substring(0, 60_000)))).isEqualTo("x".repeat(60_000));
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        List<Object> nested = List.of();
        for (int i = 0; i < 200; i++) {
            nested = new ArrayList<>(List.of(nested));
        }
        var bytes = written(nested);

        assertThatThrownBy(() -> read(bytes)).hasMessage("the answer is nested more than 100 deep");
    }

    @Test
    void sizeThatIsNotTrueReservesNoMemory() throws IOException {
        var array = new ByteArrayOutputStream();
        array.writeBytes(written(new byte[0]));
        var bytes = array.toByteArray();
        bytes[bytes.length - 4] = 0x7f; // the size of the array
        var block = stream(0x7a, 0x7f, 0xff, 0xff, 0xff);

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> new SerialReader(new ByteArrayInputStream(block)).bytes(1))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void referencesToNothingAreRefused() throws IOException {
        var none = stream(0x71, 0, 0x7e, 0, 0);
        var object = stream(0x73, 0x71, 0, 0x7e, 0, 0);

        assertThatThrownBy(() -> read(none)).hasMessage("the answer refers to an object that it does not have");
        assertThatThrownBy(() -> read(object)).hasMessage("the answer refers to an object that it does not have");
    }

    @Test
    void classThatIsItsOwnParentIsRefused() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(stream(0x73, 0x72));
        out.writeUTF("a.Class");
        out.writeLong(1);
        out.write(new byte[] {2, 0, 0, 0x78, 0x71, 0, 0x7e, 0, 0}); // its parent is the class just begun

        assertThatThrownBy(() -> read(bytes.toByteArray()))
                .hasMessage("the answer refers to a class that it does not have");
    }

    @Test
    void streamsWithWrongBytesEndInAnException() throws IOException {
        var random = new Random(4711);
        var bytes = written(new ArrayList<>(List.of("a", 1, new Trap(42, "words"), new int[] {1, 2}, Colour.RED)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        for (int i = 0; i < 20_000 && System.nanoTime() < end; i++) {
            var wrong = bytes.clone();
            for (int j = 0; j <= i % 4; j++) {
                wrong[4 + random.nextInt(wrong.length - 4)] = (byte) random.nextInt();
            }
            try {
                read(wrong);
            } catch (IOException e) {
                // It is what a caller expects.
            }
        }
        assertThat(Trap.SPRUNG).hasValue(0);
    }
}
