using System.Text;

namespace Kindred.Store.Import;

/// <summary>The column names that shops' exports use for our columns, in English and Chinese.</summary>
/// <remarks>
/// Names are compared in lower case as letters and digits only. Names before the bar
/// are specific (confidence 0.95); those after it are general words (0.6) that are taken when nothing better is there.
/// </remarks>
internal static class HeaderNames
{
    private const double Exact = 1.0;
    private const double Specific = 0.95;
    private const double General = 0.6;

    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["order_id"] = "orderno ordernumber ordernum invoiceno invoice invoiceid invoicenumber transactionid transaction transactionno basketid receiptid receiptno receipt ticketid billno incrementid amazonorderid tid orderreference purchaseid 订单号 订单编号 订单id 交易号 交易编号 小票号 单号 发票号 销售单号 流水号|order basket id",
        ["product_id"] = "sku productcode productno productnumber productsku stockcode itemid itemcode itemno itemsku lineitemsku variantsku asin articleid articleno articlenumber upc ean gtin barcode goodsid skuid skucode 商品编号 商品编码 商品id 商品代码 货号 产品编号 产品id 产品编码 商家编码 物料编码 条码 条形码|product item article code handle stock id",
        ["customer_id"] = "customerno customernumber customer userid user clientid buyerid shopperid memberid householdid householdkey accountid customeremail buyeremail 客户编号 客户id 客户号 用户id 用户编号 会员号 会员编号 会员id 顾客编号 顾客id 买家id 买家会员名 买家昵称|client buyer member email account 客户 用户 买家",
        ["ordered_at"] = "orderdate orderdatetime ordertime invoicedate invoicedatetime purchasedate purchasedat transactiondate transactiontime orderedon orderpurchasetimestamp paidat createdat placedat saledate 下单时间 下单日期 订单创建时间 订单时间 订单日期 付款时间 支付时间 成交时间 交易时间 交易日期 购买时间 销售日期 创建时间|date datetime time timestamp 日期 时间",
        ["quantity"] = "qty units quantityordered qtyordered orderqty lineitemquantity quantitypurchased itemquantity orderedquantity unitssold 数量 购买数量 商品数量 件数 订购数量 销售数量 成交数量|count amount pieces",
        ["unit_price"] = "unitprice itemprice priceeach lineitemprice priceperunit sellingprice saleprice itemcost 单价 商品单价 成交单价 销售单价 售价 京东价|price 价格",
        ["discount"] = "discountamount linediscount itemdiscount lineitemdiscount couponamount 折扣 优惠 优惠金额 折扣金额|coupon",
        ["store"] = "storeid storename shop shopid shopname branch outlet warehouse storecode storenumber 店铺 店铺名称 门店 门店编号 商店 仓库|location",
        ["channel"] = "saleschannel orderchannel sourcename 渠道 销售渠道 订单来源|source platform",
        ["promotion_id"] = "promotion promoid promo promocode promotioncode campaignid couponcode discountcode 促销 促销编号 活动编号 优惠券",
        ["title"] = "productname itemname producttitle itemtitle lineitemname articlename goodsname displayname proddesc productdescription itemdescription 商品名称 商品名 商品标题 产品名称 宝贝标题 品名 货品名称 名称 标题|description name product item descr",
        ["description"] = "body bodyhtml longdescription shortdescription details productdetails 商品描述 描述 详情 商品详情 简介",
        ["brand"] = "brandname manufacturer vendor maker 品牌 商品品牌 厂商|supplier",
        ["category"] = "categorypath categoryname productcategory producttype department departmentname categories itemcategory productgroup 类目 分类 商品分类 品类 商品类目 类别|type aisle group",
        ["price"] = "listprice regularprice unitprice retailprice variantprice baseprice saleprice sellingprice 单价 售价 市场价 定价 标价 价格 商品价格|msrp amount",
        ["unit_cost"] = "cost costprice purchaseprice wholesaleprice costperitem variantcost 成本 成本价 进价 采购价",
        ["tags"] = "tag keywords labels 标签 关键词",
        ["image"] = "imageurl imagesrc imagelink picture photo thumbnail 图片 主图 图片地址",
        ["attributes"] = "attributesjson properties specs 属性 规格",
        ["active"] = "isactive enabled published available instock 上架 是否上架 有效|status 状态",
        ["first_seen"] = "createdat launchdate availablefrom dateadded releasedate introduced 上架时间 上市时间 创建时间",
        ["event_id"] = "eventuuid eventguid 事件id 事件编号|id uuid",
        ["occurred_at"] = "eventtime eventtimestamp eventdate occurred 发生时间 事件时间 时间戳|timestamp time date datetime createdat 时间",
        ["kind"] = "eventtype eventname action behavior behaviortype behaviour activity 事件类型 行为 行为类型|event type 类型",
        ["session_id"] = "session visitid usersession 会话 会话id",
        ["query"] = "searchterm searchquery searchtext keyword searchkeyword 搜索词 查询词 关键词|search",
        ["placement"] = "slot widget pagesection 广告位 展示位|page",
        ["position"] = "rank slotposition 位置 排位",
        ["campaign_id"] = "campaign adid adcampaign 广告id 活动id 活动编号",
        ["propensity"] = "probability displayprobability 倾向 展示概率",
        ["recommendation_id"] = "recommendation recid 推荐id",
        ["review_id"] = "reviewno commentid 评论id 评价编号|id",
        ["rating"] = "stars score reviewscore starrating overall 评分 星级 打分",
        ["text"] = "reviewtext review comment reviewbody content reviewcommentmessage 评论 评价 评论内容 评价内容|body",
        ["reviewed_at"] = "reviewdate reviewtime reviewcreationdate commentdate unixreviewtime 评论时间 评价时间|date time timestamp createdat",
        ["location"] = "warehouse store storeid warehouseid site depot 仓库 库位 门店|branch",
        ["on_hand"] = "onhand stock quantityonhand stockonhand inventory stocklevel available availablequantity inventoryquantity stockquantity qtyonhand 库存 库存数量 现有库存 可用库存|quantity qty 数量",
        ["on_order"] = "onorder quantityonorder incoming intransit 在途 在途数量 采购在途",
        ["lead_time_days"] = "leadtime leaddays 交货期 提前期 采购周期",
        ["order_cost"] = "ordercost fixedordercost setupcost 订货成本",
        ["holding_rate"] = "holdingrate holdingcostrate carryingrate 持有成本率",
        ["pack_size"] = "packsize casepack unitspercase 包装数 箱规",
        ["minimum_order"] = "minimumorder moq minorderqty minimumorderquantity 起订量 最小起订量",
        ["shelf_life_days"] = "shelflife shelflifedays expirydays 保质期 保质期天数",
    };

    private static readonly Dictionary<string, Dictionary<string, double>> Weights = Known.ToDictionary(p => p.Key, p => Weigh(p.Key, p.Value));

    /// <summary>How surely a column of this name is the field: 0 (not known) to 1 (our own name).</summary>
    public static double Confidence(string field, string header) =>
        Weights.TryGetValue(field, out Dictionary<string, double>? names) ? names.GetValueOrDefault(Normalise(header)) : 0;

    /// <summary>Lower-case letters and digits of a name, in any script.</summary>
    public static string Normalise(string header)
    {
        var text = new StringBuilder(header.Length);
        foreach (char c in header)
        {
            if (char.IsLetterOrDigit(c))
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }

        return text.ToString();
    }

    private static Dictionary<string, double> Weigh(string field, string names)
    {
        string[] parts = names.Split('|');
        var weights = new Dictionary<string, double>(StringComparer.Ordinal) { [Normalise(field)] = Exact };
        Add(parts[0], Specific);
        if (parts.Length > 1)
        {
            Add(parts[1], General);
        }

        return weights;

        // Within a group earlier names are the more usual ones: a hair of weight breaks ties in their favour.
        void Add(string group, double weight)
        {
            foreach (string name in group.Split(' '))
            {
                weights.TryAdd(name, weight);
                weight -= 0.001;
            }
        }
    }
}
