package dev.duet.deploy.types;

import static dev.duet.deploy.types.PairCase.of;

import java.util.List;

/// The pairs that are kept in step, each with its least, its greatest and its odd values.
final class PairCases {
    private static final List<String> NONE = List.of();

    private PairCases() {}

    static final List<PairCase> NUMBERS =
            List.of(
                    of(
                            "smallint",
                            "smallint",
                            List.of("1", "-32768", "32767", "0"),
                            List.of("1", "-32768", "32767", "0")),
                    of(
                            "integer",
                            "int",
                            List.of("1", "-2147483648", "2147483647"),
                            List.of("1", "-2147483648", "2147483647")),
                    of(
                            "bigint",
                            "bigint",
                            List.of("1", "-9223372036854775808", "9223372036854775807"),
                            List.of("1", "-9223372036854775808", "9223372036854775807")),
                    of("smallint", "tinyint", List.of("-128", "127"), List.of("-128", "127"))
                            .refusing(List.of("128", "-129"), NONE),
                    of("smallint", "tinyint unsigned", List.of("0", "255"), List.of("0", "255"))
                            .refusing(List.of("-1", "256"), NONE),
                    of("integer", "smallint unsigned", List.of("65535"), List.of("0", "65535"))
                            .refusing(List.of("-1"), NONE),
                    of(
                                    "integer",
                                    "mediumint",
                                    List.of("-8388608", "8388607"),
                                    List.of("-8388608", "8388607"))
                            .refusing(List.of("8388608"), NONE),
                    of("integer", "mediumint unsigned", List.of("16777215"), List.of("16777215")),
                    of(
                                    "bigint",
                                    "int unsigned",
                                    List.of("0", "4294967295"),
                                    List.of("0", "4294967295"))
                            .refusing(List.of("-1", "4294967296"), NONE),
                    of(
                            "oid",
                            "int unsigned",
                            List.of("0", "4294967295"),
                            List.of("0", "4294967295")),
                    of(
                                    "numeric(20,0)",
                                    "bigint unsigned",
                                    List.of("0", "18446744073709551615"),
                                    List.of("0", "18446744073709551615"))
                            .refusing(List.of("18446744073709551616", "-1", "'NaN'"), NONE),
                    of(
                                    "bigint",
                                    "bigint unsigned",
                                    List.of("0", "9223372036854775807"),
                                    List.of("0", "9223372036854775807"))
                            .refusing(List.of("-1"), List.of("18446744073709551615")),
                    of(
                                    "bigint",
                                    "decimal(20,0)",
                                    List.of("-9223372036854775808", "5"),
                                    List.of("-9223372036854775808", "9223372036854775807"))
                            .refusing(NONE, List.of("99999999999999999999")),
                    of(
                                    "integer",
                                    "year",
                                    List.of("1901", "2155", "0"),
                                    List.of("1901", "2155", "0"))
                            .refusing(List.of("1900", "2156"), NONE),
                    of(
                                    "numeric(10,2)",
                                    "decimal(10,2)",
                                    List.of("1.5", "-99999999.99", "99999999.99", "0.00", "-0.01"),
                                    List.of("1.5", "-99999999.99", "99999999.99", "0.00", "-0.01"))
                            .refusing(List.of("'NaN'"), NONE),
                    of(
                                    "numeric",
                                    "decimal(65,30)",
                                    List.of(
                                            "1.10",
                                            "0.000000000000000000000000000001",
                                            "99999999999999999999999999999999999.999999999999999999999999999999",
                                            "100000"),
                                    List.of(
                                            "1.10",
                                            "0.000000000000000000000000000001",
                                            "-99999999999999999999999999999999999.999999999999999999999999999999"))
                            .refusing(
                                    List.of("1e40", "1e-31", "'Infinity'", "'-Infinity'", "'NaN'"),
                                    NONE),
                    of(
                                    "numeric(5,-2)",
                                    "decimal(10,0)",
                                    List.of("1200", "9999900"),
                                    List.of("1200"))
                            .refusing(List.of("'NaN'"), NONE),
                    of(
                            "numeric(38,10)",
                            "decimal(38,10)",
                            List.of("-9999999999999999999999999999.9999999999"),
                            List.of("9999999999999999999999999999.9999999999")),
                    of(
                                    "money",
                                    "decimal(19,2)",
                                    List.of(
                                            "12.34::numeric::money",
                                            "'-92233720368547758.08'::numeric::money",
                                            "92233720368547758.07::numeric::money",
                                            "-0.01::numeric::money"),
                                    List.of("12.34", "-92233720368547758.08"))
                            .refusing(NONE, List.of("99999999999999999.99")),
                    of(
                                    "real",
                                    "float",
                                    List.of(
                                            "1.5",
                                            "0.1",
                                            "'1e-45'",
                                            "3.4028235e38",
                                            "'-0'",
                                            "16777217"),
                                    List.of("1.5", "0.1", "-3.4028235e38", "1.17549435e-38"))
                            .refusing(List.of("'NaN'", "'Infinity'", "'-Infinity'"), NONE),
                    of(
                                    "double precision",
                                    "double",
                                    List.of(
                                            "0.1",
                                            "1.7976931348623157e308",
                                            "5e-324",
                                            "'-0'",
                                            "1e23",
                                            "123456789.123456789"),
                                    List.of(
                                            "0.1",
                                            "1.7976931348623157e308",
                                            "-2.2250738585072014e-308",
                                            "1e23",
                                            "123456789.123456789"))
                            .refusing(List.of("'NaN'", "'Infinity'"), NONE),
                    of("real", "double", List.of("0.1", "3.4028235e38"), List.of("0.5", "16777216"))
                            .refusing(List.of("'NaN'"), List.of("0.1", "1e300")),
                    of("double precision", "float", List.of("0.5"), List.of("0.1", "3.4028235e38"))
                            .refusing(List.of("0.1", "1e300"), NONE),
                    of("real", "float(7,3)", List.of("1.5", "1234.567"), List.of("1234.567"))
                            .refusing(List.of("1.0005"), NONE),
                    of("boolean", "tinyint(1)", List.of("true", "false"), List.of("1", "0"))
                            .refusing(NONE, List.of("2", "-1")),
                    of("boolean", "boolean", List.of("true", "false"), List.of("true", "false"))
                            .refusing(NONE, List.of("127")),
                    of("boolean", "bit(1)", List.of("true", "false"), List.of("b'1'", "b'0'")),
                    of("smallint", "boolean", List.of("2", "-7"), List.of("2", "-7")));

    static final List<PairCase> TEXTS =
            List.of(
                    of(
                                    "text",
                                    "longtext",
                                    List.of(
                                            "'plain'",
                                            "''",
                                            "'  blanks  '",
                                            "E'tab\\t\\nline\\\\ \\' \"'",
                                            "'😀 日本 Ünïcode'",
                                            "repeat('x', 100000)"),
                                    List.of(
                                            "'plain'",
                                            "''",
                                            "'  blanks  '",
                                            "'tab\\t\\nline\\\\ \\' \"'",
                                            "'😀 日本 Ünïcode'",
                                            "repeat('x', 100000)"))
                            .refusing(NONE, List.of("concat('a', char(0), 'b')")),
                    of(
                                    "text",
                                    "text",
                                    List.of("repeat('x', 65535)"),
                                    List.of("'__debezium_unavailable_value'"))
                            .refusing(List.of("repeat('x', 65536)", "repeat('ä', 32768)"), NONE),
                    of(
                            "character varying(50)",
                            "varchar(50)",
                            List.of("'a'", "'a '", "repeat('😀', 50)"),
                            List.of("'a'", "'a '", "repeat('😀', 50)")),
                    of(
                                    "character varying(50)",
                                    "varchar(20)",
                                    List.of("repeat('😀', 20)"),
                                    List.of("'x'"))
                            .refusing(List.of("repeat('x', 21)"), NONE),
                    of("text", "varchar(10) character set latin1", List.of("'é€'"), List.of("'é€'"))
                            .refusing(List.of("'日本'"), NONE),
                    of(
                                    "text",
                                    "varchar(10) character set utf8mb3",
                                    List.of("'日本'"),
                                    List.of("'日本'"))
                            .refusing(List.of("'😀'"), NONE),
                    of(
                            "character(10)",
                            "char(10)",
                            List.of("'a'", "''", "'a b'", "'日本'"),
                            List.of("'a'", "''", "'a b'", "'日本'")),
                    of("character varying(10)", "char(10)", List.of("'a'"), List.of("'a'"))
                            .refusing(List.of("'a '"), NONE),
                    of("character(10)", "varchar(10)", List.of("'a'"), List.of("'a'"))
                            .refusing(NONE, List.of("'a '")),
                    of("citext", "varchar(50)", List.of("'MiXed'"), List.of("'MiXed'")),
                    of("name", "varchar(63)", List.of("'n'"), List.of("'n'")),
                    of("\"char\"", "char(1)", List.of("'c'"), List.of("'c'")),
                    of(
                                    "xml",
                                    "longtext",
                                    List.of("'<a b=\"1\">x &amp; y</a>'::xml"),
                                    List.of("'<a/>'"))
                            .refusing(NONE, List.of("'<?xml version=\"1.0\"?><a/>'", "''")),
                    of(
                                    "inet",
                                    "varchar(50)",
                                    List.of(
                                            "'10.1.2.3'",
                                            "'10.0.0.0/8'",
                                            "'2001:db8::1'",
                                            "'::'",
                                            "'::ffff:1.2.3.4'",
                                            "'fe80::1/64'"),
                                    List.of(
                                            "'10.1.2.3/32'",
                                            "'2001:DB8:0:0:0:0:0:1'",
                                            "'1:0:0:2:0:0:0:3/48'"))
                            .refusing(NONE, List.of("'10.1'", "'x'")),
                    of(
                                    "cidr",
                                    "varchar(50)",
                                    List.of("'10.0.0.0/8'", "'2001:db8::/32'"),
                                    List.of("'10.0.0.0/8'", "'10.1.2.3'"))
                            .refusing(NONE, List.of("'10.0.0.1/8'")),
                    of(
                            "macaddr",
                            "varchar(20)",
                            List.of("'08:00:2b:01:02:03'"),
                            List.of("'08-00-2B-01-02-03'", "'0800.2b01.0203'")),
                    of(
                            "macaddr8",
                            "varchar(25)",
                            List.of("'08:00:2b:01:02:03:04:05'"),
                            List.of("'08-00-2B-01-02-03-04-05'")),
                    of(
                                    "uuid",
                                    "char(36)",
                                    List.of(
                                            "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
                                            "'00000000-0000-0000-0000-000000000000'"),
                                    List.of("'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'"))
                            .refusing(NONE, List.of("'nonsense'", "'1-1-1-1-1'")),
                    of(
                            "uuid",
                            "binary(16)",
                            List.of(
                                    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
                                    "'ffffffff-ffff-ffff-ffff-ffffffffff00'"),
                            List.of(
                                    "uuid_to_bin('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a00')",
                                    "x'00'")),
                    of(
                                    "uuid",
                                    "varbinary(20)",
                                    List.of("'ffffffff-ffff-ffff-ffff-ffffffffff00'"),
                                    NONE)
                            .refusing(NONE, List.of("x'00'")),
                    of(
                                    "interval",
                                    "varchar(64)",
                                    List.of(
                                            "'1 year 2 months -3 days 04:05:06.789'",
                                            "'0'",
                                            "'-0.000001 s'",
                                            "'100:00:00'",
                                            "'30 days'",
                                            "'-1 mon +2 days'",
                                            "'infinity'"),
                                    List.of("'P1Y2M'", "'PT36H'", "'P2W'", "'-infinity'"))
                            .refusing(NONE, List.of("'1 day'")),
                    of(
                                    "interval",
                                    "time(6)",
                                    List.of("'26:00:00.5'", "'-838:59:59'"),
                                    List.of("'838:59:59'", "'-00:00:00.000001'"))
                            .refusing(List.of("'1 day'", "'839:00:00'", "'infinity'"), NONE),
                    of(
                            "mood enum('sad','ok','it''s \"so\", \\fine','')",
                            "enum('sad','ok','it''s \"so\", \\\\fine','')",
                            List.of("'sad'", "'it''s \"so\", \\fine'", "''"),
                            List.of("'sad'", "'it''s \"so\", \\\\fine'", "''")),
                    of(
                                    "mood enum('sad','ok','it''s \"so\", \\fine','')",
                                    "varchar(50)",
                                    List.of("'it''s \"so\", \\fine'"),
                                    List.of("'ok'"))
                            .refusing(NONE, List.of("'OK'")),
                    of("text", "enum('a','B')", List.of("'a'", "'B'"), List.of("'a'", "'B'"))
                            .refusing(List.of("'b'", "''"), NONE),
                    of(
                                    "text",
                                    "set('x','y','z')",
                                    List.of("'x,z'", "''", "'z,x,x'"),
                                    List.of("'z,x'", "''"))
                            .refusing(List.of("'w'"), NONE),
                    of(
                                    "text[]",
                                    "set('x','y','z')",
                                    List.of("'{x,z}'", "'{}'", "'{z,x}'"),
                                    List.of("'z,x'", "''"))
                            .refusing(List.of("'{w}'", "'{NULL}'", "'{{x}}'"), NONE));

    static final List<PairCase> BYTES =
            List.of(
                    of(
                            "bytea",
                            "longblob",
                            List.of("'\\x'", "'\\x00ff5c27'", "decode(repeat('ab', 70000), 'hex')"),
                            List.of("''", "x'00ff5c27'", "repeat(x'ab', 70000)")),
                    of(
                                    "bytea",
                                    "varbinary(10)",
                                    List.of("'\\x00'"),
                                    List.of("x'00'", "x'61620000'"))
                            .refusing(List.of("'\\x0102030405060708090a0b'"), NONE),
                    of(
                                    "bytea",
                                    "binary(4)",
                                    List.of("'\\x01020300'"),
                                    List.of("x'01'", "x'01020304'"))
                            .refusing(List.of("'\\x01'"), NONE),
                    of(
                            "bit(8)",
                            "bit(8)",
                            List.of("B'00000001'", "B'11111111'", "B'10000000'"),
                            List.of("b'1'", "b'11111111'", "b'0'")),
                    of("bit(1)", "bit(1)", List.of("B'1'", "B'0'"), List.of("b'1'", "b'0'")),
                    of(
                            "bit(64)",
                            "bit(64)",
                            List.of("repeat('1', 64)::bit(64)", "repeat('0', 64)::bit(64)"),
                            List.of("18446744073709551615", "1")),
                    of("bit varying(8)", "bit(8)", List.of("B'00000001'"), List.of("b'1'"))
                            .refusing(List.of("B'1'", "B''"), NONE),
                    of(
                                    "bit varying",
                                    "varchar(20)",
                                    List.of("B'00101'", "B''", "B'1'"),
                                    List.of("'0011'", "''"))
                            .refusing(NONE, List.of("'12'")),
                    of(
                                    "point",
                                    "point",
                                    List.of("'(1.5,-2)'", "'(1e300,0.1)'"),
                                    List.of("ST_GeomFromText('POINT(1.5 -2)')"))
                            .refusing(
                                    List.of("'(NaN,1)'", "'(Infinity,1)'"),
                                    List.of("ST_GeomFromText('POINT(1 2)', 4326)")),
                    of(
                            "point",
                            "point srid 4326",
                            List.of("'(170.5,-45.25)'"),
                            List.of("ST_GeomFromText('POINT(-45.25 170.5)', 4326)")));

    static final List<PairCase> MOMENTS =
            List.of(
                    of(
                                    "date",
                                    "date",
                                    List.of(
                                            "'2024-02-29'",
                                            "'0001-01-01'",
                                            "'9999-12-31'",
                                            "'1582-10-10'"),
                                    List.of(
                                            "'2024-02-29'",
                                            "'0001-01-01'",
                                            "'9999-12-31'",
                                            "'1582-10-10'"))
                            .refusing(
                                    List.of(
                                            "'infinity'",
                                            "'-infinity'",
                                            "'10000-01-01'",
                                            "'0044-03-15 BC'",
                                            "'5874897-12-31'"),
                                    NONE),
                    of(
                                    "time without time zone",
                                    "time(6)",
                                    List.of(
                                            "'00:00:00'",
                                            "'24:00:00'",
                                            "'23:59:59.999999'",
                                            "'12:00:00.000001'"),
                                    List.of("'00:00:00'", "'23:59:59.999999'", "'00:00:00.100000'"))
                            .refusing(
                                    NONE,
                                    List.of("'-00:00:01'", "'24:00:00.000001'", "'838:59:59'")),
                    of(
                                    "time without time zone",
                                    "time",
                                    List.of("'12:34:56'"),
                                    List.of("'12:34:56'"))
                            .refusing(List.of("'12:34:56.5'"), NONE),
                    of(
                                    "timestamp without time zone",
                                    "datetime(6)",
                                    List.of(
                                            "'2024-02-29 12:34:56.789012'",
                                            "'0001-01-01 00:00:00'",
                                            "'9999-12-31 23:59:59.999999'",
                                            "'1969-12-31 23:59:59.999999'"),
                                    List.of(
                                            "'2024-02-29 12:34:56.789012'",
                                            "'0001-01-01 00:00:00'",
                                            "'9999-12-31 23:59:59.999999'",
                                            "'1969-12-31 23:59:59.999999'"))
                            .refusing(
                                    List.of(
                                            "'infinity'",
                                            "'-infinity'",
                                            "'294276-12-31 23:59:59.999999'",
                                            "'4713-01-01 00:00:00 BC'",
                                            "'294247-01-10 04:00:54.775807'"),
                                    NONE),
                    of(
                            "timestamp(3) without time zone",
                            "datetime(3)",
                            List.of("'2024-02-29 12:34:56.789'"),
                            List.of("'2024-02-29 12:34:56.789'")),
                    of(
                                    "timestamp without time zone",
                                    "datetime",
                                    List.of("'2024-02-29 12:34:56'"),
                                    List.of("'2024-02-29 12:34:56'"))
                            .refusing(List.of("'2024-02-29 12:34:56.7'"), NONE),
                    of(
                                    "timestamp with time zone",
                                    "timestamp(6)",
                                    List.of(
                                            "'2024-02-29 12:34:56.789012+13'",
                                            "'1970-01-01 00:00:01Z'",
                                            "'2038-01-19 03:14:07Z'"),
                                    List.of(
                                            "'2024-02-29 12:34:56.789012'",
                                            "'1970-01-01 00:00:01'",
                                            "'2038-01-19 03:14:07'"))
                            .refusing(
                                    List.of(
                                            "'infinity'",
                                            "'1969-12-31 23:59:59Z'",
                                            "'2038-01-19 03:14:08Z'"),
                                    NONE),
                    of(
                                    "timestamp with time zone",
                                    "datetime(6)",
                                    List.of(
                                            "'2024-02-29 12:34:56.789012+13'",
                                            "'9999-12-31 23:59:59.999999Z'"),
                                    List.of(
                                            "'2024-02-29 12:34:56.789012'",
                                            "'0001-01-01 00:00:00'"))
                            .refusing(
                                    List.of("'-infinity'", "'294276-12-31 23:59:59.999999Z'"),
                                    NONE),
                    of(
                            "timestamp without time zone",
                            "timestamp(6)",
                            List.of("'2024-02-29 12:34:56.789012'"),
                            List.of("'2024-02-29 12:34:56.789012'")));

    static final List<PairCase> DOCUMENTS =
            List.of(
                    of(
                                    "jsonb",
                                    "json",
                                    List.of(
                                            "'{\"b\": [1, 2.50, 1e30, null, true], \"a\":"
                                                    + " \"x\\\"\\\\\\u00e9😀\"}'",
                                            "'null'",
                                            "'\"s\"'",
                                            "'{}'",
                                            "'[]'",
                                            "'0.1'",
                                            "'18446744073709551615'",
                                            "'-9223372036854775808'",
                                            "'1e-10'",
                                            "'100'"),
                                    List.of(
                                            "'{\"b\": [1, 2.5, 1e30, null, true], \"a\":"
                                                    + " \"x\\\\\"\\\\\\\\\\\\u00e9😀\"}'",
                                            "'null'",
                                            "'[1e30, 0.1, 18446744073709551615, -1, 1.0]'",
                                            "json_object('d', cast('2024-01-02' as date), 't',"
                                                + " cast('2024-01-02 03:04:05.6' as datetime(6)))"))
                            .refusing(
                                    List.of(
                                            "'0.1234567890123456789'",
                                            "'1e400'",
                                            "'184467440737095516160000001'"),
                                    List.of("'\"a\\\\u0000b\"'")),
                    of(
                            "json",
                            "json",
                            List.of("'{ \"a\" : 1,  \"a\": 2, \"B\":1.00 }'"),
                            List.of("'{\"aa\": 1, \"b\": 2}'")),
                    of(
                                    "jsonb",
                                    "longtext",
                                    List.of("'{\"b\": 1, \"a\": 2}'"),
                                    List.of("'{\"b\":1,  \"a\":2}'"))
                            .refusing(NONE, List.of("'{'")),
                    of("text", "json", List.of("'{\"b\": 1, \"a\": 2}'"), List.of("'{\"b\": 1}'"))
                            .refusing(List.of("'{'"), NONE),
                    of(
                                    "hstore",
                                    "json",
                                    List.of(
                                            "'\"k\"=>\"v\", \"n\"=>NULL, \"q\\\"\\\\\"=>\"=> ,\"'",
                                            "''"),
                                    List.of("'{\"k\": \"v\", \"n\": null}'", "'{}'"))
                            .refusing(NONE, List.of("'{\"k\": 1}'", "'[]'")),
                    of(
                                    "text[]",
                                    "json",
                                    List.of(
                                            "'{a,NULL,\"b c\",\"NULL\",\"q\\\"\\\\\"}'",
                                            "'{}'",
                                            "'{{a,b},{c,NULL}}'",
                                            "'{\"\"}'"),
                                    List.of("'[\"a\", null, \"b,c{}\"]'", "'[[\"a\"], [\"b\"]]'"))
                            .refusing(
                                    List.of("'[0:1]={a,b}'"),
                                    List.of("'{}'", "'[1]'", "'[[\"a\"], \"b\"]'")),
                    of(
                                    "integer[]",
                                    "json",
                                    List.of("'{1,NULL,-2147483648}'", "'{{{1}}}'"),
                                    List.of("'[1, null, 2147483647]'"))
                            .refusing(NONE, List.of("'[2147483648]'", "'[1.5]'", "'[\"1\"]'")),
                    of("numeric[]", "json", List.of("'{1.50,NaN}'"), List.of("'[0.1]'"))
                            .refusing(List.of("'{0.12345678901234567890}'"), NONE),
                    of(
                            "double precision[]",
                            "json",
                            List.of("'{0.1,1e300,Infinity,NaN}'"),
                            List.of("'[0.1, 1e300]'")),
                    of("boolean[]", "json", List.of("'{t,f,NULL}'"), List.of("'[true, false]'")),
                    of("uuid[]", "json", List.of("'{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}'"), NONE)
                            .refusing(NONE, List.of("'[\"x\"]'")),
                    of(
                            "date[]",
                            "json",
                            List.of("'{2024-02-29,NULL}'"),
                            List.of("'[\"2024-02-29\"]'")),
                    of(
                            "jsonb[]",
                            "json",
                            List.of("array['{\"a\": 1}'::jsonb, '[1,2]', 'null', NULL]"),
                            List.of("'[{\"a\": 1}, [2]]'")),
                    of(
                            "mood enum('sad','ok','it''s \"so\", \\fine','')[]",
                            "json",
                            List.of("array['sad','it''s \"so\", \\fine']::mood[]"),
                            List.of("'[\"ok\"]'")));
}
