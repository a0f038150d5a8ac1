package io.raftelection.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.NodeList;

/**
 * Every adapter is published without test code. A service that uses it gets the adapter and the core, adds its engine,
 * and has no test cluster on its class path.
 */
final class AdapterModulesTest {
    private static final Path ENGINES = Path.of("..", "engines");

    /** The packages that an adapter may use besides its engine: the JDK, the core and the annotations. */
    private static final List<String> COMMON = List.of(
            "java..",
            "io.raftelection",
            "io.raftelection.spi",
            "org.jspecify.annotations",
            "com.google.errorprone.annotations..");

    /** The adapters: the directory of the engine, the package of the adapter, the packages of the engine. */
    private enum Adapter {
        CURATOR("curator", "io.raftelection.curator", "org.apache.curator..", "org.apache.zookeeper.."),
        JGROUPS_RAFT("jgroups-raft", "io.raftelection.jgroups", "org.jgroups.."),
        JRAFT("jraft", "io.raftelection.jraft", "com.alipay.sofa.jraft.."),
        MICRORAFT("microraft", "io.raftelection.microraft", "io.microraft.."),
        RATIS("ratis", "io.raftelection.ratis", "org.apache.ratis..");

        private final String engine;
        private final String own;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        private final List<String> enginePackages;

        Adapter(String engine, String own, String... enginePackages) {
            this.engine = engine;
            this.own = own;
            this.enginePackages = List.of(enginePackages);
        }

        Path module() {
            return ENGINES.resolve(engine).resolve("adapter");
        }

        Path classes() {
            return module().resolve("target").resolve("classes");
        }
    }

    @Test
    void everyAdapterIsChecked() throws IOException {
        try (var engines = Files.list(ENGINES)) {
            var adapters = engines.map(engine -> engine.resolve("adapter"))
                    .filter(Files::isDirectory)
                    .toList();

            assertThat(adapters)
                    .containsExactlyInAnyOrderElementsOf(
                            Arrays.stream(Adapter.values()).map(Adapter::module).toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void classesUseOnlyTheCoreTheEngineAndTheJdk(Adapter adapter) {
        var allowed = Stream.of(List.of(adapter.own), COMMON, adapter.enginePackages)
                .flatMap(List::stream)
                .toArray(String[]::new);

        classes()
                .should()
                .resideInAPackage(adapter.own)
                .andShould()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(new ClassFileImporter().importPath(adapter.classes()));
    }

    @ParameterizedTest
    @EnumSource
    void noServiceIsRegistered(Adapter adapter) {
        assertThat(adapter.classes().resolve("META-INF").resolve("services")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheCoreIsATransitiveDependency(Adapter adapter) throws Exception {
        var others = "[not(scope = 'provided' or scope = 'test')]";

        assertThat(dependencies(ENGINES.resolve("pom.xml"), others)).isEmpty();
        assertThat(dependencies(adapter.module().resolve("pom.xml"), others)).containsExactly("raft-election-core");
    }

    /** The servers in an adapter's tests therefore run with the dependencies of a service. */
    @ParameterizedTest
    @EnumSource
    void testsOfAnAdapterUseNoOtherModule(Adapter adapter) throws Exception {
        var ours = "[groupId = 'io.raftelection']";

        assertThat(dependencies(ENGINES.resolve("pom.xml"), ours)).isEmpty();
        assertThat(dependencies(adapter.module().resolve("pom.xml"), ours)).containsExactly("raft-election-core");
    }

    /** {@return the names of the dependencies of a module that match an XPath predicate} */
    private static List<String> dependencies(Path pom, String predicate) throws Exception {
        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        var path = "/project/dependencies/dependency" + predicate + "/artifactId";
        var names = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        return IntStream.range(0, names.getLength())
                .mapToObj(i -> names.item(i).getTextContent())
                .toList();
    }
}
