package dev.duet.deploy.storm;

import dev.duet.deploy.support.ConfigText;
import dev.duet.deploy.support.Shop;
import dev.duet.deploy.support.Workbench;
import dev.duet.localdb.TcpProxy;

/// The faulty networks between Duet and its two databases.
record Networks(TcpProxy toCrm, TcpProxy toErp) implements AutoCloseable {
    Networks(Workbench workbench) {
        this(TcpProxy.to(workbench.server(Shop.CRM)), TcpProxy.to(workbench.server(Shop.ERP)));
    }

    TcpProxy to(Shop shop) {
        return shop == Shop.CRM ? toCrm : toErp;
    }

    ConfigText through(ConfigText text) {
        return text.with("timeouts", "{ connect: 8s, statement: 5s, socket: 6s }")
                .through(Shop.CRM, toCrm.port())
                .through(Shop.ERP, toErp.port());
    }

    @Override
    public void close() {
        toCrm.close();
        toErp.close();
    }
}
