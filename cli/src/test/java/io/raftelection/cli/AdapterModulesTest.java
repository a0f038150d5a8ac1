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
    private static final Path ELECTIONS = Path.of("..", "elections");

    /** The packages that an adapter may use besides its engine: the JDK, the core and the annotations. */
    private static final List<String> COMMON = List.of(
            "java..",
            "io.raftelection",
            "io.raftelection.spi",
            "org.jspecify.annotations",
            "com.google.errorprone.annotations..");

    /** The adapters: their modules, the package of the adapter, the packages of the engine or library. */
    private enum Adapter {
        CURATOR(engine("curator"), "io.raftelection.curator", "org.apache.curator..", "org.apache.zookeeper.."),
        FABRIC8(ELECTIONS.resolve("fabric8"), "io.raftelection.fabric8", "io.fabric8.kubernetes.."),
        JETCD(ELECTIONS.resolve("jetcd"), "io.raftelection.jetcd", "io.etcd.jetcd..", "io.grpc.stub"),
        JGROUPS_RAFT(engine("jgroups-raft"), "io.raftelection.jgroups", "org.jgroups.."),
        JRAFT(engine("jraft"), "io.raftelection.jraft", "com.alipay.sofa.jraft.."),
        MICRORAFT(engine("microraft"), "io.raftelection.microraft", "io.microraft.."),
        RATIS(engine("ratis"), "io.raftelection.ratis", "org.apache.ratis..");

        @SuppressWarnings("ImmutableEnumChecker") // a path of the file system is immutable
        private final Path module;

        private final String own;

        @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
        private final List<String> enginePackages;

        Adapter(Path module, String own, String... enginePackages) {
            this.module = module;
            this.own = own;
            this.enginePackages = List.of(enginePackages);
        }

        private static Path engine(String name) {
            return ENGINES.resolve(name).resolve("adapter");
        }

        Path module() {
            return module;
        }

        Path parent() {
            return module.startsWith(ENGINES) ? ENGINES : ELECTIONS;
        }

        Path classes() {
            return module.resolve("target").resolve("classes");
        }
    }

    @Test
    void everyAdapterIsChecked() throws IOException {
        try (var engines = Files.list(ENGINES);
                var elections = Files.list(ELECTIONS)) {
            var adapters = Stream.concat(engines.map(engine -> engine.resolve("adapter")), elections)
                    .filter(module -> Files.exists(module.resolve("pom.xml")))
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

        assertThat(dependencies(adapter.parent().resolve("pom.xml"), others)).isEmpty();
        assertThat(dependencies(adapter.module().resolve("pom.xml"), others)).containsExactly("raft-election-core");
    }

    /** The servers in an adapter's tests therefore run with the dependencies of a service. */
    @ParameterizedTest
    @EnumSource
    void testsOfAnAdapterUseNoOtherModule(Adapter adapter) throws Exception {
        var ours = "[groupId = 'io.raftelection']";

        assertThat(dependencies(adapter.parent().resolve("pom.xml"), ours)).isEmpty();
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
