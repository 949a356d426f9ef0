package dev.duet.deploy.check;

import dev.duet.deploy.check.postgres.PostgresCode;
import dev.duet.deploy.check.schema.SchemaCode;

import java.util.List;

/// The ways to set the two tables of an entity against each other, in the order of the codes.
final class SchemaCases {
    private SchemaCases() {}

    static List<Case> all() {
        return List.of(
                Case.of(SchemaCode.TABLE_MISSING)
                        .erp("RENAME TABLE order_line TO order_lines")
                        .undoErp("RENAME TABLE order_lines TO order_line"),
                Case.of(SchemaCode.COLUMN_MISSING)
                        .erp("ALTER TABLE client RENAME COLUMN tel TO tell")
                        .undoErp("ALTER TABLE client RENAME COLUMN tell TO tel"),
                Case.of(SchemaCode.NOT_A_KEY)
                        .crm("ALTER TABLE \"Sales\".\"Order\" DROP CONSTRAINT \"Order_pkey\"")
                        .undoCrm("ALTER TABLE \"Sales\".\"Order\" REPLICA IDENTITY FULL"),
                Case.of(SchemaCode.NOT_A_KEY)
                        .erp(
                                "ALTER TABLE order_line DROP PRIMARY KEY, MODIFY line_no int NULL,"
                                        + " ADD row_id int AUTO_INCREMENT PRIMARY KEY")
                        .undoErp(
                                "ALTER TABLE order_line DROP COLUMN row_id, DROP KEY order_id,"
                                        + " ADD PRIMARY KEY (order_id, line_no)"),
                Case.of(SchemaCode.TYPES_REFUSED)
                        .crm("ALTER TABLE customer ALTER phone TYPE point USING NULL")
                        .undoCrm("ALTER TABLE customer ALTER phone TYPE varchar(30) USING NULL"),
                Case.of(SchemaCode.TYPES_NARROW)
                        .erp("ALTER TABLE client MODIFY tel varchar(10)")
                        .undoErp("ALTER TABLE client MODIFY tel varchar(30)"),
                Case.of(SchemaCode.TYPES_CONVERT)
                        .crm("ALTER TABLE customer ALTER phone TYPE uuid USING NULL")
                        .erp("ALTER TABLE client MODIFY tel char(36)")
                        .undoCrm("ALTER TABLE customer ALTER phone TYPE varchar(30)")
                        .undoErp("ALTER TABLE client MODIFY tel varchar(30)"),
                Case.of(SchemaCode.NULLABILITY)
                        .crm("ALTER TABLE customer ALTER full_name DROP NOT NULL"),
                Case.of(SchemaCode.NULLABILITY)
                        .crm("ALTER TABLE customer ALTER phone SET NOT NULL"),
                Case.of(SchemaCode.REQUIRED_UNMAPPED)
                        .crm("ALTER TABLE customer ADD branch integer NOT NULL")
                        .undoCrm("ALTER TABLE customer DROP branch"),
                Case.of(SchemaCode.REQUIRED_UNMAPPED)
                        .erp(
                                "ALTER TABLE client ADD branch enum('a','b') CHARACTER SET latin1"
                                        + " NOT NULL")
                        .undoErp("ALTER TABLE client DROP branch"),
                Case.of(SchemaCode.GENERATED_MAPPED)
                        .erp(
                                "ALTER TABLE client DROP tel, ADD tel varchar(30) AS (client_name)"
                                        + " STORED")
                        .undoErp("ALTER TABLE client DROP tel, ADD tel varchar(30)"),
                Case.of(SchemaCode.UNIQUE_ONE_SIDE)
                        .crm(
                                "ALTER TABLE \"Sales\".\"Order\" ADD CONSTRAINT one UNIQUE"
                                        + " (customer, \"Line\")")
                        .undoCrm("ALTER TABLE \"Sales\".\"Order\" DROP CONSTRAINT one")
                        .undoErp(
                                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                                "ALTER TABLE order_line DROP KEY account",
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number)"),
                Case.of(SchemaCode.UNIQUE_ONE_SIDE)
                        .crm("CREATE UNIQUE INDEX lower_name ON customer (lower(full_name))")
                        .undoCrm("DROP INDEX lower_name"),
                Case.of(SchemaCode.TRIGGER)
                        .crm(
                                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                                        + " RETURN new; END'",
                                "CREATE TRIGGER touch BEFORE INSERT ON customer FOR EACH ROW"
                                        + " EXECUTE FUNCTION touch()")
                        .undoCrm("DROP FUNCTION touch CASCADE"),
                Case.of(SchemaCode.TRIGGER)
                        .erp(
                                "CREATE TRIGGER touch BEFORE INSERT ON client FOR EACH ROW SET"
                                        + " new.tel = 'x'"),
                Case.of(SchemaCode.FOREIGN_KEY_ONE_SIDE)
                        .erp("ALTER TABLE order_line DROP FOREIGN KEY of_client")
                        .undoErp(
                                "ALTER TABLE order_line DROP FOREIGN KEY order_line_ibfk_1",
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number)"),
                Case.of(SchemaCode.FOREIGN_KEY_UNMAPPED)
                        .crm(
                                "ALTER TABLE customer ADD CONSTRAINT booked FOREIGN KEY (internal)"
                                        + " REFERENCES ledger"),
                Case.of(SchemaCode.FOREIGN_KEY_ACTIONS)
                        .erp(
                                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number) ON DELETE"
                                        + " CASCADE")
                        .undoErp(
                                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number)")
                        .undoCrm(
                                "ALTER TABLE \"Sales\".\"Order\" DROP CONSTRAINT"
                                        + " \"Order_customer_fkey\"",
                                "ALTER TABLE \"Sales\".\"Order\" ADD FOREIGN KEY (customer)"
                                        + " REFERENCES customer"),
                Case.of(SchemaCode.REFERRED_BY_UNMAPPED)
                        .erp(
                                "CREATE TABLE note (id bigint, FOREIGN KEY (id) REFERENCES client"
                                        + " (account_number))")
                        .undoErp("DROP TABLE note"),
                Case.of(SchemaCode.KEYS_OVERLAP)
                        .crm(
                                "ALTER TABLE customer ALTER customer_id ADD GENERATED BY DEFAULT AS"
                                        + " IDENTITY")
                        .erp(
                                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                                "ALTER TABLE client MODIFY account_number bigint AUTO_INCREMENT",
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number)")
                        .undoCrm("ALTER TABLE customer ALTER customer_id DROP IDENTITY")
                        .undoErp(
                                "SET PERSIST auto_increment_increment = 1",
                                "SET PERSIST auto_increment_offset = 1",
                                "ALTER TABLE order_line DROP FOREIGN KEY of_client",
                                "ALTER TABLE client MODIFY account_number bigint",
                                "ALTER TABLE order_line ADD CONSTRAINT of_client FOREIGN KEY"
                                        + " (account) REFERENCES client (account_number)"),
                Case.of(SchemaCode.KEY_COLLATION)
                        .crm("ALTER TABLE customer ADD UNIQUE (phone)")
                        .erp("ALTER TABLE client ADD UNIQUE (tel)")
                        .undoCrm("ALTER TABLE customer DROP CONSTRAINT customer_phone_key")
                        .undoErp("ALTER TABLE client DROP KEY tel"),
                Case.of(SchemaCode.ALWAYS_IDENTITY)
                        .crm(
                                "ALTER TABLE customer ALTER customer_id ADD GENERATED ALWAYS AS"
                                        + " IDENTITY")
                        .undoCrm("ALTER TABLE customer ALTER customer_id DROP IDENTITY"),
                Case.of(SchemaCode.UNMENTIONED)
                        .erp("ALTER TABLE client ADD extra int")
                        .undoErp("ALTER TABLE client DROP extra"),
                Case.of(SchemaCode.CHECK_ONE_SIDE)
                        .erp("ALTER TABLE client ADD CONSTRAINT named CHECK (client_name <> '')")
                        .undoErp("ALTER TABLE client DROP CHECK named"),
                Case.of(SchemaCode.SELF_UPDATING)
                        .crm("ALTER TABLE customer ALTER phone TYPE timestamptz USING NULL")
                        .erp(
                                "ALTER TABLE client MODIFY tel timestamp(6) NULL DEFAULT"
                                        + " CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)")
                        .undoCrm("ALTER TABLE customer ALTER phone TYPE varchar(30)")
                        .undoErp("ALTER TABLE client MODIFY tel varchar(30)"),
                Case.of(SchemaCode.LONE_MISSING)
                        .crm("ALTER TABLE customer RENAME COLUMN internal TO inside")
                        .undoCrm("ALTER TABLE customer RENAME COLUMN inside TO internal"),
                Case.of(PostgresCode.UNLOGGED)
                        .crm(
                                "ALTER PUBLICATION duet DROP TABLE \"Sales\".\"Order\"",
                                "ALTER TABLE \"Sales\".\"Order\" SET UNLOGGED")
                        .undoCrm(
                                "ALTER TABLE \"Sales\".\"Order\" SET LOGGED",
                                "ALTER PUBLICATION duet ADD TABLE \"Sales\".\"Order\""));
    }
}
