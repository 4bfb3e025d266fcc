//! What is reserved.

use core::fmt;
use std::sync::Arc;

use crate::error::ParseError;

macro_rules! resource_types {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal,)+) => {
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
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ResourceType {
            $($(#[$doc])+ $variant,)+
            /// A type that this crate does not know, in lower case.
            Other(Arc<str>),
        }

        impl ResourceType {
            /// Every type that this crate knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)+];

            /// The word of the service; unknown types are in lower case.
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Other(name) => name,
                }
            }
        }
    };
}

resource_types! {
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

impl ResourceType {
    /// Whether this crate knows the type.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

impl core::str::FromStr for ResourceType {
    type Err = ParseError;

    /// Reads any word, ignoring case; an unknown one is kept.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let known = Self::KNOWN.iter().find(|known| known.name().eq_ignore_ascii_case(text));
        match known {
            Some(known) => Ok(known.clone()),
            None if crate::text::is_id(text) => Ok(Self::Other(text.to_ascii_lowercase().into())),
            None => Err(ParseError::new("a resource type", text, crate::text::ID_EXPECTED)),
        }
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

crate::text::serde_as_text!(ResourceType);
