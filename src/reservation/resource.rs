//! What is reserved.

use crate::text::open_words;

open_words! {
    /// The type of a reserved resource, in the service's words.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::ResourceType;
    ///
    /// assert_eq!("virtualmachines".parse::<ResourceType>()?, ResourceType::VirtualMachines);
    /// let newer: ResourceType = "Quantum".parse()?;
    /// assert!(!newer.is_known()); // kept as it is; whether it can be returned needs review
    /// # Ok::<(), reservation_policy::Error>(())
    /// ```
    ResourceType "a resource type";
    /// App Service.
    AppService = "AppService",
    /// Azure VMware Solution.
    Avs = "AVS",
    /// Azure Data Explorer.
    AzureDataExplorer = "AzureDataExplorer",
    /// Azure Files.
    AzureFiles = "AzureFiles",
    /// Block blobs.
    BlockBlob = "BlockBlob",
    /// Cosmos DB, and `DocumentDB`.
    CosmosDb = "CosmosDb",
    /// Data Factory.
    DataFactory = "DataFactory",
    /// Databricks: a pre-purchase plan.
    Databricks = "Databricks",
    /// Dedicated hosts.
    DedicatedHost = "DedicatedHost",
    /// Managed disks.
    ManagedDisk = "ManagedDisk",
    /// MariaDB.
    MariaDb = "MariaDb",
    /// Microsoft Defender for Cloud: a pre-purchase plan.
    Mdc = "MDC",
    /// MySQL.
    MySql = "MySql",
    /// NetApp storage.
    NetAppStorage = "NetAppStorage",
    /// Nutanix on bare metal; its spelling was never recorded.
    NutanixBareMetal = "NutanixBareMetal",
    /// Azure OpenAI and Foundry provisioned throughput.
    OpenAiPtu = "OpenAIPTU",
    /// PostgreSQL.
    PostgreSql = "PostgreSql",
    /// Red Hat software.
    RedHat = "RedHat",
    /// Azure Red Hat OpenShift.
    RedHatOsa = "RedHatOsa",
    /// Cache for Redis.
    RedisCache = "RedisCache",
    /// SAP HANA.
    SapHana = "SapHana",
    /// Microsoft Sentinel: a pre-purchase plan.
    Sentinel = "Sentinel",
    /// SQL with the Azure Hybrid Benefit.
    SqlAzureHybridBenefit = "SqlAzureHybridBenefit",
    /// SQL databases, managed instances and elastic pools.
    SqlDatabases = "SqlDatabases",
    /// SQL Data Warehouse.
    SqlDataWarehouse = "SqlDataWarehouse",
    /// SQL Edge.
    SqlEdge = "SqlEdge",
    /// SUSE Linux software.
    SuseLinux = "SuseLinux",
    /// Synapse: a pre-purchase plan; its spelling was never recorded.
    SynapsePrePurchase = "SynapsePrePurchase",
    /// Software on virtual machines from the Marketplace.
    VirtualMachineSoftware = "VirtualMachineSoftware",
    /// Virtual machines.
    VirtualMachines = "VirtualMachines",
    /// VMware by CloudSimple.
    VmwareCloudSimple = "VMwareCloudSimple",
}
