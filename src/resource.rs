//! What kind of thing was reserved.

use core::fmt;

macro_rules! resource_types {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal,)+) => {
        /// What was reserved: the service's `reservedResourceType`.
        ///
        /// The service may add types at any time, so an unknown name is kept as it came. In JSON a type is the
        /// service's name for it.
        ///
        /// # Examples
        ///
        /// ```
        /// use reservation_policy::resource::ResourceType;
        ///
        /// assert_eq!(ResourceType::from_name("virtualmachines"), ResourceType::VirtualMachines);
        /// assert_eq!(ResourceType::from_name("QuantumThings").name(), "QuantumThings");
        /// ```
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ResourceType {
            $($(#[$doc])+ $variant,)+
            /// A type that this version of the crate does not know.
            Other(OtherResourceType),
        }

        impl ResourceType {
            /// Every known type.
            pub const KNOWN: &[Self] = &[$(Self::$variant,)+];

            /// The service's name.
            ///
            /// # Examples
            ///
            /// ```
            /// use reservation_policy::resource::ResourceType;
            ///
            /// assert_eq!(ResourceType::VmwareCloudSimple.name(), "VMwareCloudSimple");
            /// assert_eq!(ResourceType::from_name("QuantumThings").name(), "QuantumThings");
            /// ```
            #[must_use]
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Other(other) => &other.0,
                }
            }
        }
    };
}

resource_types! {
    /// Azure App Service.
    AppService = "AppService",
    /// Azure VMware Solution.
    Avs = "AVS",
    /// Azure Data Explorer.
    AzureDataExplorer = "AzureDataExplorer",
    /// Azure Files.
    AzureFiles = "AzureFiles",
    /// Blob storage.
    BlockBlob = "BlockBlob",
    /// Azure Cosmos DB.
    CosmosDb = "CosmosDb",
    /// Azure Data Factory.
    DataFactory = "DataFactory",
    /// Databricks pre-purchase plan.
    Databricks = "Databricks",
    /// Azure Dedicated Host.
    DedicatedHost = "DedicatedHost",
    /// Managed disks.
    ManagedDisk = "ManagedDisk",
    /// Azure Database for MariaDB.
    MariaDb = "MariaDb",
    /// Microsoft Defender for Cloud pre-purchase plan.
    Mdc = "MDC",
    /// Azure Database for MySQL.
    MySql = "MySql",
    /// Azure NetApp Files.
    NetAppStorage = "NetAppStorage",
    /// Nutanix on Azure bare metal. The policy names it; the service's spelling was never recorded.
    NutanixBareMetal = "NutanixBareMetal",
    /// Provisioned throughput of Azure OpenAI.
    OpenAiPtu = "OpenAIPTU",
    /// Azure Database for PostgreSQL.
    PostgreSql = "PostgreSql",
    /// Red Hat software plans.
    RedHat = "RedHat",
    /// Azure Red Hat OpenShift.
    RedHatOsa = "RedHatOsa",
    /// Azure Cache for Redis.
    RedisCache = "RedisCache",
    /// SAP HANA large instances.
    SapHana = "SapHana",
    /// Microsoft Sentinel pre-purchase plan.
    Sentinel = "Sentinel",
    /// Azure Hybrid Benefit for SQL.
    SqlAzureHybridBenefit = "SqlAzureHybridBenefit",
    /// Azure SQL Database, elastic pools and managed instances.
    SqlDatabases = "SqlDatabases",
    /// Dedicated SQL pools, once SQL Data Warehouse.
    SqlDataWarehouse = "SqlDataWarehouse",
    /// Azure SQL Edge.
    SqlEdge = "SqlEdge",
    /// SUSE Linux software plans.
    SuseLinux = "SuseLinux",
    /// Azure Synapse Analytics pre-purchase plan. The policy names it; the service's spelling was never recorded.
    SynapsePrePurchase = "SynapsePrePurchase",
    /// Software that runs on virtual machines.
    VirtualMachineSoftware = "VirtualMachineSoftware",
    /// Virtual machines.
    VirtualMachines = "VirtualMachines",
    /// Azure VMware Solution by CloudSimple.
    VmwareCloudSimple = "VMwareCloudSimple",
}

/// The name of a resource type that this version of the crate does not know.
///
/// It can only be made by [`ResourceType::from_name`], so that a known type never hides in here.
///
/// # Examples
///
/// ```
/// use reservation_policy::resource::ResourceType;
///
/// let unknown = ResourceType::from_name("QuantumThings");
/// assert!(matches!(unknown, ResourceType::Other(_)));
/// assert_eq!(unknown.to_string(), "QuantumThings");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OtherResourceType(Box<str>);

/// Types that the 2020-07 policy treats as one when reservations are exchanged.
///
/// # Examples
///
/// ```
/// use reservation_policy::resource::{ResourceFamily, ResourceType};
///
/// let compute = ResourceType::KNOWN.iter().filter(|known| known.family() == Some(ResourceFamily::Compute));
/// let names: Vec<&str> = compute.map(ResourceType::name).collect();
/// assert_eq!(names, ["AVS", "DedicatedHost", "NutanixBareMetal", "VirtualMachines"]);
/// ```
///
/// # Rules
///
/// `L-08`, after `EXC-07` and `EXC-08`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ResourceFamily {
    /// Virtual machines, dedicated hosts, Azure VMware Solution, Nutanix on bare metal.
    Compute,
    /// SQL managed instances, databases and elastic pools.
    Sql,
}

impl ResourceType {
    /// The type with this name, compared without regard to case.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::resource::ResourceType;
    ///
    /// assert_eq!(ResourceType::from_name("SUSELINUX"), ResourceType::SuseLinux);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        Self::KNOWN
            .iter()
            .find(|known| known.name().eq_ignore_ascii_case(name))
            .cloned()
            .unwrap_or_else(|| Self::Other(OtherResourceType(name.into())))
    }

    /// The family, where the policy puts several types into one.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::resource::ResourceType;
    ///
    /// // One may be exchanged for the other since 2020-07.
    /// assert_eq!(ResourceType::VirtualMachines.family(), ResourceType::DedicatedHost.family());
    /// assert_eq!(ResourceType::CosmosDb.family(), None, "for its own type only");
    /// ```
    ///
    /// # Rules
    ///
    /// `L-08`, `AMB-12`.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "families are named one by one; a new type is in none")]
    pub const fn family(&self) -> Option<ResourceFamily> {
        match self {
            Self::VirtualMachines | Self::DedicatedHost | Self::Avs | Self::NutanixBareMetal => {
                Some(ResourceFamily::Compute)
            }
            Self::SqlDatabases => Some(ResourceFamily::Sql),
            _ => None,
        }
    }
}

impl ResourceType {
    /// Whether savings plans cover the service: virtual machines, dedicated hosts and App Service.
    ///
    /// # Examples
    ///
    /// ```
    /// use reservation_policy::resource::ResourceType;
    ///
    /// assert!(ResourceType::AppService.is_covered_by_savings_plans());
    /// assert!(!ResourceType::SqlDatabases.is_covered_by_savings_plans());
    /// ```
    ///
    /// # Rules
    ///
    /// `L-09` restricts their exchange, `L-12` lets them be traded in for a savings plan.
    #[must_use]
    pub const fn is_covered_by_savings_plans(&self) -> bool {
        matches!(self, Self::AppService | Self::DedicatedHost | Self::VirtualMachines)
    }
}

/// As [`ResourceType::from_name`]: every text names one.
impl core::str::FromStr for ResourceType {
    type Err = core::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self::from_name(text))
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(feature = "serde")]
mod serde_impls {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::ResourceType;

    impl Serialize for ResourceType {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_str(self.name())
        }
    }

    impl<'de> Deserialize<'de> for ResourceType {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Ok(Self::from_name(&String::deserialize(deserializer)?))
        }
    }
}
