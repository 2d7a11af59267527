package io.columnseal.key;

import static io.columnseal.internal.LengthPrefixed.encode;
import static io.columnseal.internal.LengthPrefixed.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.columnseal.FieldContext;
import io.columnseal.cipher.KeyRingFieldCipher;
import io.columnseal.cipher.SealedValue;
import io.columnseal.cipher.Suite;
import io.columnseal.cipher.UnsealedFieldCipher;
import io.columnseal.codec.Codecs;
import io.columnseal.file.FileContext;
import io.columnseal.file.SealedFiles;
import io.columnseal.index.DigitsOnly;
import io.columnseal.index.FoldCase;
import io.columnseal.index.IndexContext;
import io.columnseal.index.IndexedParts;
import io.columnseal.index.IndexedValues;
import io.columnseal.index.KeyRingBlindIndexer;
import io.columnseal.index.LastCharacters;
import io.columnseal.index.NormalForm;
import io.columnseal.index.NormalForms;
import io.columnseal.index.Normalizer;
import io.columnseal.index.PartialForm;
import io.columnseal.index.PrefixForm;
import io.columnseal.index.StripAccents;
import io.columnseal.index.Trim;
import io.columnseal.index.UnkeyedBlindIndexer;
import io.columnseal.internal.crypto.Hkdf;
import io.columnseal.internal.crypto.HmacSha256;
import io.columnseal.internal.crypto.JdkAesGcm;
import io.columnseal.kms.LocalKms;
import io.columnseal.kms.WrappedKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recomputes the examples of docs/format.md, whose derived bytes another implementation made. */
class FormatDocumentTest {

    private static final Pattern ROW = Pattern.compile("^\\| ([^|`]+) \\| `([^`]*)` \\|$", Pattern.MULTILINE);
    private static final FieldContext CONTEXT =
            FieldContext.of("clinic-1", "patient.ssn").withPaddingTo(16);

    private static final Map<String, String> EXAMPLE = new HashMap<>();

    @BeforeAll
    static void parse() throws IOException {
        Matcher row = ROW.matcher(document());
        while (row.find()) {
            assertThat(EXAMPLE.put(row.group(1), row.group(2))).isNull();
        }
    }

    @Test
    void derivesThePurposeKey() {
        assertThat(KeyDerivation.purposeKey(bytes("data key"), Suite.AES_256_GCM, "field"))
                .isEqualTo(bytes("purpose key"));
    }

    @Test
    void opensTheStoredValue() {
        try (TestKeyRing test = ring()) {
            KeyRingFieldCipher cipher = new KeyRingFieldCipher(test.ring(), event -> {});

            assertThat(cipher.decrypt(CONTEXT, bytes("stored bytes"))).isEqualTo(bytes("value"));
            assertThat(new String(bytes("value"), UTF_8)).isEqualTo("123-45-6789");
        }
    }

    /** Everything but the nonce, which is random. */
    @Test
    void sealsInTheSameForm() {
        try (TestKeyRing test = ring()) {
            byte[] sealed = new KeyRingFieldCipher(test.ring(), event -> {}).encrypt(CONTEXT, bytes("value"));

            assertThat(sealed).hasSameSizeAs(bytes("stored bytes")).startsWith(bytes("header"));
            System.arraycopy(bytes("padded text"), 0, sealed, 21, bytes("padded text").length);
            System.arraycopy(bytes("nonce"), 0, sealed, 9, 12);
            new JdkAesGcm(bytes("purpose key")).seal(sealed, 9, 21, bytes("associated data"));
            assertThat(sealed).isEqualTo(bytes("stored bytes"));
        }
    }

    @Test
    void authenticatesHeaderTenantAndContext() {
        assertThat(encode(text("columnseal/field/1"), bytes("header"), text("clinic-1"), text("patient.ssn")))
                .isEqualTo(bytes("associated data"));
    }

    @Test
    void spellsTheTextFormAndThePrefix() {
        KeyId key = KeyId.parse(EXAMPLE.get("key id"));

        assertThat(SealedValue.toText(bytes("stored bytes"))).isEqualTo(EXAMPLE.get("stored text"));
        assertThat(SealedValue.fromText(EXAMPLE.get("stored text"))).hasValue(bytes("stored bytes"));
        assertThat(SealedValue.prefix(Suite.AES_256_GCM, key)).isEqualTo(bytes("header"));
        assertThat(SealedValue.textPrefix(Suite.AES_256_GCM, key)).isEqualTo(EXAMPLE.get("text prefix"));
    }

    @Test
    void commitsTheKeyToItsIdentity() {
        assertThat(KeyDerivation.checkValue(bytes("data key"), identity())).isEqualTo(bytes("check value"));
        assertThat(identity().encryptionContext().canonical()).isEqualTo(bytes("canonical context"));
    }

    @Test
    void linksAnEntryOfTheAccessLog() {
        KeyIdentity system = new KeyIdentity(
                KeyId.parse(EXAMPLE.get("SYSTEM key id")),
                "production",
                "system",
                KeyUsage.SYSTEM,
                1,
                Suite.AES_256_GCM);
        AccessLog.Entry entry = AccessLog.Entry.of("ROTATE", Instant.parse("2026-01-01T00:00:00Z"), "j.doe")
                .origin("web-1/4711")
                .key(KeyId.parse(EXAMPLE.get("key id")))
                .version(2)
                .previous(new KeyIdentity(
                        KeyId.parse("0807060504030201"),
                        "production",
                        "clinic-1",
                        KeyUsage.FIELD,
                        1,
                        Suite.AES_256_GCM))
                .kek("local:" + EXAMPLE.get("master key id"))
                .tenant("clinic-1")
                .reason("quarterly rotation")
                .build();

        LoggedEntry linked =
                AuditMac.of(system, bytes("SYSTEM key")).link(new LogHead(6, bytes("previous MAC")), entry);

        assertThat(KeyDerivation.auditMacKey(bytes("SYSTEM key"))).isEqualTo(bytes("audit MAC key"));
        assertThat(HmacSha256.tag(bytes("audit MAC key"), bytes("audit message")))
                .isEqualTo(bytes("entry MAC"));
        assertThat(linked.mac()).isEqualTo(bytes("entry MAC"));
        assertThat(linked.sequence()).isEqualTo(7);
    }

    @Test
    void unwrapsTheWrappedKey() {
        LocalKms kms = LocalKms.fromHex(EXAMPLE.get("master key"));

        assertThat(kms.kekId()).isEqualTo("local:" + EXAMPLE.get("master key id"));
        assertThat(Hkdf.derive(bytes("master key"), encode(text("columnseal/local-kms/wrap/1")), 32))
                .isEqualTo(bytes("wrapping key"));
        assertThat(kms.unwrap(wrapped(), identity().encryptionContext())).isEqualTo(bytes("data key"));
    }

    @Test
    void authenticatesTheKeysRow() {
        Instant created = Instant.parse("2026-01-01T00:00:00Z");
        DataKeyRow row = new DataKeyRow(
                identity(),
                KeyState.ACTIVE,
                wrapped(),
                null,
                bytes("check value"),
                0,
                created,
                "system",
                created,
                "system",
                "first use",
                2,
                null);

        assertThat(KeyDerivation.stateMacKey(bytes("SYSTEM key"))).isEqualTo(bytes("state MAC key"));
        assertThat(HmacSha256.tag(bytes("state MAC key"), bytes("state MAC message")))
                .isEqualTo(bytes("state MAC"));
        assertThat(StateMac.of(bytes("SYSTEM key")).sign(row).stateMac()).isEqualTo(bytes("state MAC"));
    }

    @Test
    void keepsValuesReadableWhereEncryptionIsSwitchedOff() {
        assertThat(new UnsealedFieldCipher(event -> {}).encrypt(CONTEXT, bytes("value")))
                .isEqualTo(bytes("unsealed"));
    }

    @Test
    void makesTheIndexValue() {
        IndexContext index = IndexContext.of("clinic-1", "patient.ssn", fingerprint());
        byte[] info =
                encode(text("columnseal/index/1"), text("patient.ssn"), text(""), bytes("fingerprint"), new byte[] {
                    0, 0, 0, -128
                });

        assertThat(info).isEqualTo(bytes("index key info"));
        assertThat(Hkdf.derive(bytes("INDEX key"), info, 32)).isEqualTo(bytes("index key"));
        assertThat(KeyDerivation.indexKey(bytes("INDEX key"), index)).isEqualTo(bytes("index key"));
        try (TestKeyRing test = new TestKeyRing()) {
            test.add(7, "clinic-1", KeyUsage.INDEX, Suite.AES_256_GCM, KeyState.ACTIVE, bytes("INDEX key"));
            assertThat(new KeyRingBlindIndexer(test.indexes()).indexValue(index, bytes("normal form")))
                    .isEqualTo(bytes("index value"));
        }
        assertThat(new UnkeyedBlindIndexer().indexValue(index, bytes("normal form")))
                .isEqualTo(bytes("unkeyed index value"));
    }

    @Test
    void normalizesForTheIndex() {
        NormalForm form = normalForm(DigitsOnly.class);

        assertThat(form.of("123-45-6789")).isEqualTo(bytes("normal form"));
        assertThat(form.fingerprint()).isEqualTo(fingerprint());
    }

    @Test
    void indexesPartsOfValues() {
        PartialForm form = new NormalForms()
                .of(new IndexedParts(ssn(DigitsOnly.class), LastCharacters.class, 4, Codecs.standard()));
        String partFingerprint = HexFormat.of().formatHex(bytes("part fingerprint"));
        IndexContext index = new IndexContext("clinic-1", "patient.ssn", "ssnLast4", partFingerprint, 128);

        assertThat(form.ofValues().fingerprint()).isEqualTo(partFingerprint);
        assertThat(form.ofValues().of("123-45-6789")).isEqualTo(bytes("part"));
        assertThat(form.ofParts().of("6789")).isEqualTo(bytes("part"));
        assertThat(Hkdf.derive(bytes("INDEX key"), bytes("part index key info"), 32))
                .isEqualTo(bytes("part index key"));
        try (TestKeyRing test = new TestKeyRing()) {
            test.add(7, "clinic-1", KeyUsage.INDEX, Suite.AES_256_GCM, KeyState.ACTIVE, bytes("INDEX key"));
            assertThat(new KeyRingBlindIndexer(test.indexes()).indexValue(index, bytes("part")))
                    .isEqualTo(bytes("part index value"));
        }
    }

    @Test
    void indexesPrefixesOfTexts() {
        PrefixForm form = new NormalForms().ofPrefixes(ssn(FoldCase.class), 4);
        String fingerprint = HexFormat.of().formatHex(bytes("prefix fingerprint"));
        IndexContext index = new IndexContext("clinic-1", "patient.last_name", ".prefix", fingerprint, 128);

        assertThat(form.fingerprint()).isEqualTo(fingerprint);
        assertThat(form.hashed("B\u00d3G")[0]).isEqualTo(bytes("hashed first"));
        assertThat(form.hashed("B\u00d3G")[3]).isEqualTo(bytes("hashed last"));
        assertThat(Hkdf.derive(bytes("INDEX key"), bytes("prefix index key info"), 32))
                .isEqualTo(bytes("prefix index key"));
        try (TestKeyRing test = new TestKeyRing()) {
            test.add(7, "clinic-1", KeyUsage.INDEX, Suite.AES_256_GCM, KeyState.ACTIVE, bytes("INDEX key"));
            assertThat(new KeyRingBlindIndexer(test.indexes()).indexValue(index, form.hashed("B\u00d3G")))
                    .isEqualTo(bytes("prefix index value"));
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Trim.class, FoldCase.class, DigitsOnly.class, StripAccents.class})
    void tellsTheFingerprintOfEveryNormalizer(Class<? extends Normalizer> normalizer) throws IOException {
        assertThat(document())
                .containsPattern("\\| `" + normalizer.getSimpleName() + "` \\|[^|]*\\| `"
                        + normalForm(normalizer).fingerprint() + "` \\|");
    }

    @Test
    void sealsTheKeyOfAFilesBody() {
        assertThat(KeyDerivation.purposeKey(bytes("FILE key"), Suite.AES_256_GCM, "columnseal/file/1"))
                .isEqualTo(bytes("file purpose key"));
        assertThat(encode(
                        text("columnseal/field/1"),
                        Arrays.copyOf(bytes("sealed body key"), 9),
                        text("clinic-1"),
                        text("patient.scan")))
                .isEqualTo(bytes("file associated data"));
        byte[] opened = new byte[32];
        assertThat(new JdkAesGcm(bytes("file purpose key"))
                        .open(bytes("sealed body key"), 9, 21, bytes("file associated data"), opened))
                .isTrue();
        assertThat(opened).isEqualTo(bytes("body key"));
    }

    @Test
    void opensASealedFile() throws IOException {
        try (TestKeyRing test = new TestKeyRing()) {
            test.add(
                    KeyId.parse(EXAMPLE.get("FILE key id")).value(),
                    "clinic-1",
                    KeyUsage.FILE,
                    Suite.AES_256_GCM,
                    KeyState.ACTIVE,
                    bytes("FILE key"));
            ByteArrayOutputStream opened = new ByteArrayOutputStream();

            SealedFiles.under(test.ring(), event -> {})
                    .open(FileContext.of("clinic-1", "patient.scan"), new ByteArrayInputStream(sealedFile()), opened);

            assertThat(opened.toByteArray()).isEqualTo(bytes("file text"));
        }
    }

    /** Two copies of the header, then the body. */
    private static byte[] sealedFile() {
        byte[] name = "patient.scan".getBytes(UTF_8);
        byte[] copy = ByteBuffer.allocate(512)
                .put(new byte[] {'C', 'S', 'F', 1})
                .put(bytes("sealed body key"))
                .put((byte) name.length)
                .put(name)
                .position(508)
                .put(bytes("check sum"))
                .array();
        return ByteBuffer.allocate(1024 + bytes("body").length)
                .put(copy)
                .put(copy)
                .put(bytes("body"))
                .array();
    }

    @Test
    void derivesTheKeyOfAFilesSegments() {
        byte[] body = bytes("body");

        assertThat(body).startsWith(40).containsSequence(bytes("salt"));
        assertThat(Arrays.copyOfRange(body, 33, 40)).isEqualTo(bytes("nonce prefix"));
        byte[] pseudoRandomKey = HmacSha256.tag(bytes("salt"), bytes("body key"));
        byte[] info = encode(text("columnseal/file-body/1"));
        assertThat(HmacSha256.tag(
                        pseudoRandomKey,
                        ByteBuffer.allocate(info.length + 1)
                                .put(info)
                                .put((byte) 1)
                                .array()))
                .isEqualTo(bytes("segment key"));
        byte[] opened = new byte[bytes("file text").length];
        byte[] frame = ByteBuffer.allocate(12 + body.length - 40)
                .put(bytes("first and last nonce"))
                .put(body, 40, body.length - 40)
                .array();
        assertThat(new JdkAesGcm(bytes("segment key")).open(frame, 0, 12, new byte[0], opened))
                .isTrue();
        assertThat(opened).isEqualTo(bytes("file text"));
    }

    @Test
    void theHeaderIsTheBeginning() {
        assertThat(Arrays.copyOf(bytes("stored bytes"), 9)).isEqualTo(bytes("header"));
        assertThat(EXAMPLE.get("stored text")).startsWith(EXAMPLE.get("text prefix"));
    }

    private static String document() throws IOException {
        return Files.readString(Path.of("..", "docs", "format.md"));
    }

    private static NormalForm normalForm(Class<? extends Normalizer> normalizer) {
        return new NormalForms().of(ssn(normalizer));
    }

    private static IndexedValues ssn(Class<? extends Normalizer> normalizer) {
        return new IndexedValues(
                "Patient", "ssn", Codecs.standard().find(String.class).orElseThrow(), List.of(normalizer), false);
    }

    private static String fingerprint() {
        return HexFormat.of().formatHex(bytes("fingerprint"));
    }

    private static TestKeyRing ring() {
        TestKeyRing test = new TestKeyRing();
        KeyIdentity identity = identity();
        test.source.put(identity, KeyState.ACTIVE, bytes("data key"));
        return test;
    }

    private static KeyIdentity identity() {
        KeyId id = KeyId.parse(EXAMPLE.get("key id"));
        return new KeyIdentity(id, "production", "clinic-1", KeyUsage.FIELD, 1, Suite.AES_256_GCM);
    }

    private static WrappedKey wrapped() {
        return new WrappedKey("local:" + EXAMPLE.get("master key id"), bytes("wrapped key"));
    }

    private static byte[] bytes(String name) {
        String hex = EXAMPLE.get(name);
        assertThat(hex).as(name).isNotNull();
        return HexFormat.of().parseHex(hex);
    }
}
